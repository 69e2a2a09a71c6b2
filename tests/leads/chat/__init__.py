"""Tests of the WhatsApp link."""
