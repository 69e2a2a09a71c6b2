"""What the clinic sends: written with the request, sent by the worker."""
