"""`python -m tests.bench`: what pages and the form cost, as ratios against bare views of the same run.

It lives beside the tests because it drives the site as they do, and nothing of it runs in production.
"""
