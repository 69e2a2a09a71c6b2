"""Certificates for a mail server of a test: one that is in order, and every kind that is not."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE, ELSEWHERE = x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("mail.elsewhere.example")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Certificates:
    """What a server may show, and the file of the authority that its clients believe."""

    authority: Path
    good: ssl.SSLContext
    self_signed: ssl.SSLContext
    expired: ssl.SSLContext
    of_another: ssl.SSLContext


def made_in(folder: Path, now: datetime) -> Certificates:
    """All of them, made anew; their files lie in the folder."""
    maker = _Maker(folder, now)
    return Certificates(
        authority=maker.authority,
        good=maker.context("good", HERE),
        self_signed=maker.context("self-signed", HERE, signed_by_itself=True),
        expired=maker.context("expired", HERE, lasts=-DAY),
        of_another=maker.context("of-another", ELSEWHERE),
    )


class _Maker:
    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder, self._now, self._key = folder, now, ec.generate_private_key(ec.SECP256R1())
        self._name = _name("An authority for tests")
        self.authority = folder / "authority.pem"
        made = self._signed(
            self._draft(self._name, self._key, DAY).issuer_name(self._name), is_authority=True
        )
        self.authority.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def context(
        self, name: str, whose: x509.GeneralName, *, lasts: timedelta = DAY, signed_by_itself: bool = False
    ) -> ssl.SSLContext:
        """A server's side of TLS, with a certificate of its own."""
        key = ec.generate_private_key(ec.SECP256R1())
        draft = self._draft(_name(name), key, lasts).issuer_name(
            _name(name) if signed_by_itself else self._name
        )
        draft = draft.add_extension(x509.SubjectAlternativeName([whose]), critical=False)
        made = draft.sign(key, hashes.SHA256()) if signed_by_itself else self._signed(draft)
        file = self._folder / f"{name}.pem"
        file.write_bytes(_pem(key) + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _draft(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, lasts: timedelta
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - 2 * DAY)
            .not_valid_after(self._now + lasts)
        )

    def _signed(self, draft: x509.CertificateBuilder, *, is_authority: bool = False) -> x509.Certificate:
        key, may_sign = self._key.public_key(), x509.BasicConstraints(ca=is_authority, path_length=None)
        draft = draft.add_extension(may_sign, critical=True)
        draft = draft.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key), critical=False)
        if is_authority:
            draft = draft.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            draft = draft.add_extension(_MAY_SIGN, critical=True)
        return draft.sign(self._key, hashes.SHA256())


_MAY_SIGN = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
