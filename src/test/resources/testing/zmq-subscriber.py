"""Subscribes with libzmq and prints what it receives: two frames a line, in hexadecimal.

Usage: zmq-subscriber.py ADDRESS TOPIC_PREFIX [SERVER_PUBLIC_KEY PUBLIC_KEY SECRET_KEY]
"""

import sys

import zmq

LARGE = 65536

address, prefix, *keys = sys.argv[1:]
socket = zmq.Context().socket(zmq.SUB)
socket.setsockopt(zmq.RECONNECT_IVL, 20)
if keys:
    socket.curve_serverkey = keys[0].encode()
    socket.curve_publickey = keys[1].encode()
    socket.curve_secretkey = keys[2].encode()
socket.setsockopt_string(zmq.SUBSCRIBE, prefix)
socket.connect(address)
while True:
    frames = socket.recv_multipart()
    print(*(f.hex() if len(f) < LARGE else "large" for f in frames), flush=True)
