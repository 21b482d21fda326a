// Reads what tools/view/series.cc writes: integers as differences of a given order, zigzag, seven bits a byte, base64.

/// `components` interleaved series, each divided by `scale`.
export function decode(text: string, components: number, order: number, scale: number): Float64Array[] {
  const bytes = atob(text);
  const values: number[] = [];
  let value = 0;
  let place = 1;
  for (let i = 0; i < bytes.length; ++i) {
    const byte = bytes.charCodeAt(i);
    value += (byte & 127) * place;
    place *= 128;
    if (byte < 128) {
      values.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
      value = 0;
      place = 1;
    }
  }
  const count = Math.floor(values.length / components);
  const out: Float64Array[] = [];
  for (let c = 0; c < components; ++c) {
    const series = new Float64Array(count);
    const sums = new Array<number>(order + 1).fill(0); // sums[k]: the k-th difference
    for (let i = 0; i < count; ++i) {
      const used = Math.min(order, i); // the first values have fewer differences
      sums[used] = values[i * components + c];
      for (let k = used - 1; k >= 0; --k) sums[k] += sums[k + 1];
      series[i] = sums[0] / scale;
    }
    out.push(series);
  }
  return out;
}
