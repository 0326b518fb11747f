"""``ikrar serve``: a real installation."""

from __future__ import annotations

import argparse

from ikrar.cli.installation import claim_port, prepare


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the port and the address to bind."""
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--threads", type=int, default=8, help="requests answered at once (8)")


def run(args: argparse.Namespace) -> int:
    """Check, migrate and serve on 127.0.0.1 until stopped; a TLS proxy stands in front."""
    claim_port(args.port)
    prepare()
    from ikrar.web.server import Server

    Server(address=f"127.0.0.1:{args.port}", threads=args.threads).run()
    return 0
