"""The office's own certificate authority: taken beside those that the machine trusts."""

from __future__ import annotations

import re
import ssl
from collections.abc import MutableMapping
from pathlib import Path

from index.report import UsageError

_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_OWN, _ALL = "own-ca.pem", "trusted-ca.pem"
VARIABLE = "SSL_CERT_FILE"
"""What every HTTP client of the program reads; it takes the place of the machine's store."""


def trust(environment: MutableMapping[str, str], home: Path, content: bytes | None) -> int:
    """Trust an authority's certificates, with None no longer; gives how many there are.

    Raises UsageError.
    """
    from assistant.model.wire import trusted

    count = forget(home) if content is None else keep(home, content)
    put_in_force(environment, home)
    trusted.cache_clear()
    return count


def own(home: Path) -> Path | None:
    """The file of the office's certificates; None where it has given none."""
    path = home / _OWN
    return path if path.is_file() else None


def keep(home: Path, content: bytes) -> int:
    """Take the certificates of a file (PEM, or one as DER) for the office's own; gives how many.

    Nothing else of the file is kept, no private key.  Raises UsageError.
    """
    text = content.decode("ascii", "replace")
    if "-----BEGIN" not in text:
        text = ssl.DER_cert_to_PEM_cert(content)
    texts = _CERTIFICATE.findall(text)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata="\n".join(texts))
    except (ssl.SSLError, ValueError) as error:
        raise UsageError(
            "不是证书文件：应是签发机构的证书（.pem、.crt、.cer），不是私钥"
        ) from error
    home.mkdir(parents=True, exist_ok=True)
    (home / _OWN).write_text("\n".join(texts) + "\n", "ascii")
    return len(texts)


def forget(home: Path) -> int:
    """Take none for the office's own any more; gives 0."""
    for name in (_OWN, _ALL):
        (home / name).unlink(missing_ok=True)
    return 0


def put_in_force(environment: MutableMapping[str, str], home: Path) -> None:
    """Have clients trust the office's certificates, too; where there are none, as it was before."""
    path, combined = own(home), home / _ALL
    if environment.get(VARIABLE) == str(combined):
        del environment[VARIABLE]
    if path is None:
        return
    trusted = ssl.create_default_context().get_ca_certs(binary_form=True)
    texts = [*map(ssl.DER_cert_to_PEM_cert, trusted), path.read_text("ascii")]
    combined.write_text("\n".join(texts), "ascii")
    environment[VARIABLE] = str(combined)
