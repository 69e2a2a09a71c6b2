"""What people do on the site, told as they would tell it, in a real browser."""
