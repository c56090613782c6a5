"""The forward pass of a BERT encoder in numpy: tokens in, a vector of length one for each text out.

After Devlin et al. 2019 (layers that norm what they made, absolute positions, GELU); the vector of a text is
the mean over its tokens, as Reimers and Gurevych 2019 take it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Tokens = Sequence[int]

_EPSILON = 1e-12
_TOGETHER = 256
"""Tokens that go through the layers together, about: what they make between two layers stays in the cache."""


class Bert:
    """An encoder, of ``tensors`` by the short names below and of ``words``: rows for numbers of tokens.

    ``emb.pos``, ``emb.type``, ``emb.ln``; for each layer ``l0.q``, ``k``, ``v`` (query, key, value), ``ao``
    and ``aln`` (out of attention, and the norm after it), ``fi``, ``fo`` and ``oln`` (wide, narrow, norm);
    each with ``.w`` as (out, in) and ``.b``.
    """

    def __init__(
        self, words: Callable[[NDArray[np.intp]], Floats], tensors: Mapping[str, Floats], heads: int
    ) -> None:
        self._words, self._heads = words, heads
        self.width = len(tensors["emb.ln.w"])
        self._places = tensors["emb.pos"].reshape(-1, self.width) + tensors["emb.type"][: self.width]
        self._norm = (tensors["emb.ln.w"], tensors["emb.ln.b"])
        self._layers: list[dict[str, tuple[Floats, Floats]]] = []
        while f"l{(number := len(self._layers))}.q.w" in tensors:
            own = {
                name: (tensors[f"l{number}.{name}.w"], tensors[f"l{number}.{name}.b"])
                for name in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")
            }
            weights, biases = zip(*(own.pop(name) for name in "qkv"), strict=True)
            own["qkv"] = (np.concatenate(weights), np.concatenate(biases))
            self._layers.append(own)

    def vectors(self, texts: Sequence[Tokens]) -> Floats:
        """Return (texts, width), each row of length one; a text has a token at least."""
        made = [self._together(part) for part in _parts(texts)]
        return np.concatenate(made) if made else np.empty((0, self.width), np.float32)

    def _together(self, texts: Sequence[Tokens]) -> Floats:
        ends = np.cumsum([0, *map(len, texts)])
        bounds = list(pairwise(ends.tolist()))
        places = np.concatenate([np.arange(end - start) for start, end in bounds])
        x = self._words(np.concatenate([np.asarray(text, np.intp) for text in texts])) + self._places[places]
        x = _norm(x, *self._norm)
        for layer in self._layers:
            seen = self._attention(_dense(x, *layer["qkv"]), bounds)
            x = _norm(x + _dense(seen, *layer["ao"]), *layer["aln"])
            x = _norm(x + _dense(_gelu(_dense(x, *layer["fi"])), *layer["fo"]), *layer["oln"])
        means = np.add.reduceat(x, ends[:-1]) / np.diff(ends)[:, None].astype(np.float32)
        unit: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return unit

    def _attention(self, three: Floats, bounds: Sequence[tuple[int, int]]) -> Floats:
        """Each token looks at those of its own text."""
        out = np.empty((len(three), three.shape[1] // 3), np.float32)
        for start, end in bounds:
            parts = three[start:end].reshape(end - start, 3, self._heads, -1)
            query, key, value = parts.transpose(1, 2, 0, 3)
            looks = query @ key.transpose(0, 2, 1)
            looks *= np.float32(query.shape[-1] ** -0.5)
            looks -= looks.max(axis=-1, keepdims=True)
            np.exp(looks, out=looks)
            looks /= looks.sum(axis=-1, keepdims=True)
            out[start:end] = (looks @ value).transpose(1, 0, 2).reshape(end - start, -1)
        return out


def _parts(texts: Sequence[Tokens]) -> Iterator[Sequence[Tokens]]:
    first, count = 0, 0
    for place, text in enumerate(texts):
        if count and count + len(text) > _TOGETHER:
            yield texts[first:place]
            first, count = place, 0
        count += len(text)
    if count:
        yield texts[first:]


def _dense(x: Floats, weight: Floats, bias: Floats) -> Floats:
    y: Floats = x @ weight.T
    y += bias
    return y


def _norm(x: Floats, weight: Floats, bias: Floats) -> Floats:
    x = x - x.mean(axis=-1, keepdims=True)
    x /= np.sqrt(np.square(x).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    x *= weight
    x += bias
    return x


def _gelu(x: Floats) -> Floats:
    """``x`` times the share of a normal distribution below it (Abramowitz and Stegun 7.1.26, to 1.5e-7)."""
    z = np.abs(x)
    z *= np.float32(0.5**0.5)
    t = z * np.float32(0.3275911)
    t += 1
    np.reciprocal(t, out=t)
    tail = t * np.float32(1.061405429)
    for each in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(each)
        tail *= t
    z *= z
    np.negative(z, out=z)
    tail *= np.exp(z, out=z)
    np.subtract(2, tail, out=tail, where=x >= 0)
    tail *= x
    tail *= np.float32(0.5)
    return tail
