"""What makes a request look like spam: no database, no request."""
