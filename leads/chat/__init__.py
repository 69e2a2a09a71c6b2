"""The WhatsApp link: its codes, counts and leads."""
