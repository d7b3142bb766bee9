"""Feeds carried by hand, in sealed parcels: no stick, courier or relay on the way can read them."""

from tansiq.exchange.carry.parcels import Parcel, open_parcel, seal_parcel
from tansiq.exchange.carry.receiving import Received, Taken, receive
from tansiq.exchange.carry.sending import make_parcel
from tansiq.exchange.carry.volumes import join_volumes, split_volumes

__all__ = [
    "Parcel",
    "Received",
    "Taken",
    "join_volumes",
    "make_parcel",
    "open_parcel",
    "receive",
    "seal_parcel",
    "split_volumes",
]
