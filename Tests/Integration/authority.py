"""An authority for tests: certificates for localhost, by any name, as a server or a client shows them."""

import datetime
import ipaddress
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def replace(path, content):
    """Puts the file in place whole, as careful programs do."""
    draft = path.with_name(path.name + ".draft")
    draft.write_bytes(content)
    os.rename(draft, path)


class Authority:
    """Signs what it is asked to sign."""

    def __init__(self, name="test authority"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signed = self._builder(self.name, self.key).add_extension(x509.BasicConstraints(True, None), True)
        self.pem = signed.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    def issue(self, name, usage=ExtendedKeyUsageOID.SERVER_AUTH, names=None, days=(-1, 30)):
        """A certificate and its key, in PEM; for this machine, or for DNS names, valid between two days from today."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName(name) for name in names] if names else [
            x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        certificate = (
            self._builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, days)
            .add_extension(x509.SubjectAlternativeName(names), False)
            .add_extension(x509.ExtendedKeyUsage([usage]), False).sign(self.key, hashes.SHA256()))
        return certificate.public_bytes(serialization.Encoding.PEM), pem(key)

    def write(self, folder, name):
        """A server's certificate and key in their places, one after the other, with the authority beside them."""
        folder.mkdir(exist_ok=True)
        certificate, key = self.issue(name)
        replace(folder / "server.pem", certificate)
        replace(folder / "server.key", key)
        replace(folder / "ca.pem", self.pem)

    def _builder(self, subject, key, days=(-1, 30)):
        now = datetime.datetime.now(datetime.timezone.utc)
        return (x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(key.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(now + datetime.timedelta(days=days[0]))
                .not_valid_after(now + datetime.timedelta(days=days[1])))
