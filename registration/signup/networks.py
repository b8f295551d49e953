"""A mark of the network that a form came from: the same for all of it, and no way back.

So staff see what arrived together. It is emptied after a week (registration.arrivals).
"""

from ipaddress import ip_network

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from confsite.networks import network_address

# What one house, or one office of a provider, has at least.
LENGTHS = {4: 24, 6: 64}


def mark(request: HttpRequest) -> str:
    """Of an IPv4 address its /24 counts, of IPv6 its /64; empty if it is not known."""
    address = network_address(request)
    if not address:
        return ""
    network = ip_network(address)
    around = network.supernet(new_prefix=LENGTHS[network.version])
    signed = salted_hmac("confsite.networks", str(around), algorithm="sha256")
    return signed.hexdigest()[:16]
