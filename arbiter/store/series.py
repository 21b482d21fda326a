# Positions of a haze store: GCRF, metres, UTC. python3 series.py haze.db
import datetime, itertools, sqlite3, sys

def decode(position):
    """Lists of x, y and z in metres: millimetres as sixth differences, zigzag varints, x y z in turn."""
    numbers, value, shift = [], 0, 0
    for byte in position:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append((value >> 1) ^ -(value & 1))
            value = shift = 0
    axes = [numbers[axis::3] for axis in range(3)]
    for _ in range(6):
        axes = [list(itertools.accumulate(axis)) for axis in axes]
    return [[mm / 1000 for mm in axis] for axis in axes]

if __name__ == "__main__":
    for t_utc, name, step_s, position in sqlite3.connect(sys.argv[1]).execute("SELECT t_utc, object, step_s, position FROM series"):
        start = datetime.datetime.fromisoformat(t_utc.replace("Z", "+00:00"))
        for i, (x, y, z) in enumerate(zip(*decode(position))):
            print((start + datetime.timedelta(seconds=i * step_s)).isoformat(), name, x, y, z)
