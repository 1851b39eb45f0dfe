"""The media node: it forwards encrypted RTP between browsers packet by packet and never decodes.

Started by ``python -m webrtc``. It imports nothing of ``server``; the server imports only
``webrtc.tokens``, ``webrtc.control.client`` and ``webrtc.control.signature``.
"""
