"""Keys, notes and checkpoints of other programs, each with where it was found, and a few of our own."""

from __future__ import annotations

from base64 import b64decode

from ikrar.core.ledger.note import Kind, Signer

#: The example of the specification: github.com/C2SP/C2SP signed-note.md (as of d4c16da).
SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
#: golang.org/x/mod, sumdb/note/note_test.go: a key pair, its note, two keys that are none and texts that are no notes.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SIGNER = Signer("PeterNeumann", b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:])
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
GO_NOTE = f"{GO_TEXT}\n{GO_LINE}"
GO_NO_KEYS = (
    "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
    "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
)
GO_NO_NOTES = (
    GO_TEXT.encode(),
    f"{GO_TEXT}\n".encode(),
    f"{GO_TEXT}\n{GO_LINE}"[:-1].encode(),
    b"\x01" + GO_NOTE.encode(),
    b"\xff" + GO_NOTE.encode(),
    f"{GO_TEXT}\n{GO_LINE.replace('PeterNeumann', 'Bad Name')}".encode(),
    f"{GO_NOTE}Unexpected line.\n".encode(),
)
#: A checkpoint of a public log with the cosignature of a public witness, both keys Ed25519: the tests of the package
#: tlog-scales (TestCheckpointVerification). The other lines belong to keys that we do not know.
REAL_LOG = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
REAL_WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
REAL_TIME = 1_779_573_024
REAL_CHECKPOINT = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""  # noqa: E501 - as it was served
#: Keys of public witnesses (transparency-dev/witness-network and their operators' own pages), among them two with a
#: slash, a colon and a plus in odd places.
WITNESS_KEYS = (
    REAL_WITNESS,
    "transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM",
    "rgdd.se/poc-witness+db03732e+BCjJKlo6BU0xfIb8LutqerIFTWIXEA0L5n3tW3QyPFgG",
    "witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO",
)
#: The example of c2sp.org/tlog-cosignature; its keys are not published, so that only its form can be checked.
SPEC_COSIGNATURE = (
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+"
    "mbIUBkBIfZ+qnA=="
)
#: The example request of c2sp.org/tlog-witness, its checkpoint with one of its two signature lines.
SPEC_CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+"
    "zyWE+xeMcTOAYQ8=\n"
)
SPEC_REQUEST = (
    "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n" + SPEC_CHECKPOINT
)

ORIGIN = "ikrar.contoh/ledger"
WITNESSES = ("KPU", "BAWASLU", "POLRI", "UNIV", "PERS")


def log_signer(seed: int = 1) -> Signer:
    """Return the key of an invented log."""
    return Signer(ORIGIN, bytes([seed]) * 32)


def witness_signer(name: str) -> Signer:
    """Return the key of an invented witness; its note name is another than its name in the policy."""
    seed = (name.encode() * 32)[:32]
    return Signer(f"{name.lower()}.contoh/saksi", seed, Kind.COSIGNATURE)


def policy_text(log: Signer | None = None) -> str:
    """Return the policy of five witnesses: two of three state bodies and one of two others."""
    lines = [f"witness {name} {witness_signer(name).key.text()}" for name in WITNESSES]
    rules = ("group negara 2 KPU BAWASLU POLRI", "group sipil any UNIV PERS", "group q all negara sipil", "quorum q")
    return "\n".join(["# contoh", f"log {(log or log_signer()).key.text()}", *lines, *rules, ""])
