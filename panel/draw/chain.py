"""The two parties' links: each publishes the tip of a chain of digests and reveals one link per draw.

The tip is the n-th digest of a secret, the first draw reveals the (n-1)-th, the next the (n-2)-th: whoever has the
tip can check every link, nobody can work out the next. A secret that the system keeps lies under a key of the
installation, apart from the database, as a deposit that is opened by the party's own act or by the approver.

Source: draft-thomson-elegy-vrs-00, one-time codes; the two parties are our addition.
"""

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from panel.draw.verify_draw import CHAIN_LENGTH, SECRET_BYTES, link_before
from panel.guidance import cites
from panel.kernel.errors import PanelError


@cites("D-02")
def is_behind(tip: bytes, other: bytes) -> bool:
    """承诺不得由对方的承诺推出：对方的承诺本身，或者对它反复计算能得到的，都不算独立的密码。

    True where hashing `other` at most as often as a chain is long gives `tip`, or the other way round.
    """
    for start, wanted in ((other, tip), (tip, other)):
        links = [start]
        for _turn in range(CHAIN_LENGTH):
            links.append(link_before(links[-1]))
        if wanted in links:
            return True
    return False


@cites("D-02")
def link_at(secret: bytes, event: int, length: int = CHAIN_LENGTH) -> bytes:
    """每次抽取公开一节：第 0 节是事先公布的承诺，以后每次公开前一节的原像。

    Gives the link of an event, 32 bytes; event 0 is the tip. The chain ends with event `length`.
    """
    if not 0 <= event <= length:
        raise PanelError("CHAIN_ENDED", length=length)
    link = secret
    for _turn in range(length - event):
        link = link_before(link)
    return link


@cites("D-02")
def follows(link: bytes, published: bytes) -> bool:
    """公开的一节必须能够由事先公布的上一节验证。"""
    return link_before(link) == published


def deposit(box: SecretBox, secret: bytes, panel_id: int, party: str) -> bytes:
    """Seal a secret for the deposit, together with what it belongs to."""
    return bytes(box.encrypt(_place(panel_id, party) + secret))


def open_deposit(box: SecretBox, sealed: bytes, panel_id: int, party: str) -> bytes:
    """Open a deposit; one that was moved from another panel or party, or altered, is `DEPOSIT_BROKEN`."""
    try:
        plain = box.decrypt(sealed)
    except CryptoError as error:
        raise PanelError("DEPOSIT_BROKEN") from error
    place = _place(panel_id, party)
    if not plain.startswith(place) or len(plain) != len(place) + SECRET_BYTES:
        raise PanelError("DEPOSIT_BROKEN")
    return plain[len(place) :]


def _place(panel_id: int, party: str) -> bytes:
    return f"{panel_id}|{party}|".encode()
