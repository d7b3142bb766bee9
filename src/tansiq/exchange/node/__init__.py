"""Node to node: pairing, signed requests, serving a feed and pulling one."""

from tansiq.exchange.node.client import Pulled, pull
from tansiq.exchange.node.fetched import Fetched
from tansiq.exchange.node.pairing import Accepted, accept, accept_hello, default_basis, hello, invite
from tansiq.exchange.node.paths import feed_path, parse_slice_path, slice_path
from tansiq.exchange.node.requests import TOLERANCE, Message, server_time, sign_request, verify_request
from tansiq.exchange.node.server import HEARTBEAT, FeedServer
from tansiq.exchange.node.transport import Transport

__all__ = [
    "HEARTBEAT",
    "TOLERANCE",
    "Accepted",
    "FeedServer",
    "Fetched",
    "Message",
    "Pulled",
    "Transport",
    "accept",
    "accept_hello",
    "default_basis",
    "feed_path",
    "hello",
    "invite",
    "parse_slice_path",
    "pull",
    "server_time",
    "sign_request",
    "slice_path",
    "verify_request",
]
