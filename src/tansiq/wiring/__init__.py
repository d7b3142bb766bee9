"""The only place that knows all rooms: puts a node together and hands its verbs to the faces."""

from tansiq.wiring import taxii
from tansiq.wiring.accounts import Account, Accounts
from tansiq.wiring.descriptions import (
    ObjectState,
    RecallState,
    describe_object,
    object_state,
    withdrawn_state,
)
from tansiq.wiring.fsck import Report, fsck_node
from tansiq.wiring.home import home_folder
from tansiq.wiring.imports import (
    Imported,
    ImportOrder,
    Problem,
    correct_text,
    import_file,
    new_uuid,
    read_order,
    text_of,
)
from tansiq.wiring.node import OPERATOR, Node, create_node, open_node
from tansiq.wiring.office import Synced, knock, sync_node
from tansiq.wiring.parcels import Exported, Refused, export_parcel, receive_parcels, write_volumes
from tansiq.wiring.partners import (
    Accepted,
    PartnerState,
    accept,
    confirm,
    fingerprint_of,
    invite,
    partner_state,
    partner_states,
    set_standing,
)
from tansiq.wiring.serving import Serving, serve
from tansiq.wiring.speech import Explained, alarm_sentence, explain, instrument, language, sentences
from tansiq.wiring.upkeep import Check, check_node

__all__ = [
    "OPERATOR",
    "Accepted",
    "Account",
    "Accounts",
    "Check",
    "Explained",
    "Exported",
    "ImportOrder",
    "Imported",
    "Node",
    "ObjectState",
    "PartnerState",
    "Problem",
    "RecallState",
    "Refused",
    "Report",
    "Serving",
    "Synced",
    "accept",
    "alarm_sentence",
    "check_node",
    "confirm",
    "correct_text",
    "create_node",
    "describe_object",
    "explain",
    "export_parcel",
    "fingerprint_of",
    "fsck_node",
    "home_folder",
    "import_file",
    "instrument",
    "invite",
    "knock",
    "language",
    "new_uuid",
    "object_state",
    "open_node",
    "partner_state",
    "partner_states",
    "read_order",
    "receive_parcels",
    "sentences",
    "serve",
    "set_standing",
    "sync_node",
    "taxii",
    "text_of",
    "withdrawn_state",
    "write_volumes",
]
