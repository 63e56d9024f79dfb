"""Set up, train, start, watch and talk to the processes on this machine."""
