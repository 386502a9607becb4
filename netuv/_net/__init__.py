"""Node's net over streams and handles: Socket, Server, connecting, listening."""
