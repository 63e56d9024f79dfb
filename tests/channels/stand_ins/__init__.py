"""The platforms on loopback: each checks what the platform checks, refuses as it refuses, and records what it delivered."""
