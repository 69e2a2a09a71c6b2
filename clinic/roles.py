"""What each role of staff may do in the admin."""

from __future__ import annotations

MANAGER, RECEPTION, EDITOR = "manager", "reception", "editor"

_WORK_LEADS = ["leads.view_lead", "leads.work_lead", "leads.view_delivery", "leads.view_spamday"]
_MIND_DATA = [
    "leads.delete_lead",
    "leads.export_person",
    "leads.view_access",
    "leads.view_erasure",
    "leads.view_retentionrun",
]
_EDIT_CONTENT = [
    f"treatments.{action}_{model}"
    for action in ("add", "change", "delete", "view")
    for model in (
        "reference",
        "treatment",
        "listing",
        "claim",
        "claimreference",
        "fact",
        "passage",
        "approval",
        "page",
        "section",
        "topic",
        "question",
        "comparisonrow",
        "comparisoncell",
        "directcomparison",
        "period",
        "timelineentry",
        "glossaryterm",
        "editorialrule",
    )
] + ["treatments.view_acceptedfinding", "treatments.delete_acceptedfinding"]
# A review and a confirmed value are a doctor's word: a manager records them, whoever wrote the text does not.
_RECORD_A_DOCTORS_WORD = [
    "treatments.add_review",
    "treatments.change_review",
    "treatments.delete_review",
    "treatments.confirm_fact",
]
_SEE_REVIEWS = ["treatments.view_review"]
_RUN_CLINIC = [
    f"clinic.{action}_{model}"
    for action in ("add", "change", "delete", "view")
    for model in ("openinghours", "specialhours", "person")
] + ["clinic.view_clinicprofile", "clinic.change_clinicprofile", "clinic.go_live"]
_MANAGE_STAFF = [f"auth.{action}_user" for action in ("add", "change", "view")]

PERMISSIONS: dict[str, list[str]] = {
    MANAGER: [
        *_WORK_LEADS,
        *_MIND_DATA,
        *_EDIT_CONTENT,
        *_SEE_REVIEWS,
        *_RECORD_A_DOCTORS_WORD,
        *_RUN_CLINIC,
        *_MANAGE_STAFF,
    ],
    RECEPTION: _WORK_LEADS,
    EDITOR: [*_EDIT_CONTENT, *_SEE_REVIEWS, "clinic.view_clinicprofile", "clinic.view_person"],
}
