"""The checks, one concern a module; each takes the project and yields findings. None of them reads a file."""
