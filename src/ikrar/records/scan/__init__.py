"""Sealed pictures of signed boards, sheets and attendance lists."""
