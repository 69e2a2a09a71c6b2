"""The mixed trial: real-looking people and spam, sent through the form together."""
