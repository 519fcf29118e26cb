"""Compiled templates, shared by all applications of a test run: each test makes its own, of the same pages."""

from typing import ClassVar

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledOnce(BytecodeCache):
    """Keeps each template's code in memory; Jinja asks by name and by the digest of the source."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template that was compiled before."""
        if (code := self.kept.get(bucket.key + bucket.checksum)) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self.kept[bucket.key + bucket.checksum] = bucket.bytecode_to_string()
