"""Histograms as one SVG, a row for each group: for the pages of docs that a campaign writes."""
import math

WIDTH, LEFT, RIGHT, TOP, ROW, GAP = 860, 120, 20, 44, 84, 18
COLOURS = {"ready": "#9db4d3", "lift-off": "#c4562f"}
BIN = 0.25  # h


def draw(title, groups, low, high):
    """An SVG of {group: {"ready" | "lift-off": [hours]}} between two hours; each row has its own scale, which is written beside it."""
    height = TOP + len(groups) * (ROW + GAP) + 30
    x = lambda hours: LEFT + (WIDTH - LEFT - RIGHT) * (min(max(hours, low), high) - low) / (high - low)
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>', f'<text x="{LEFT}" y="20" font-size="15" fill="#222">{title}</text>']
    for i, (what, colour) in enumerate(COLOURS.items()):
        svg.append(f'<rect x="{LEFT + 110 * i}" y="28" width="10" height="10" fill="{colour}"/><text x="{LEFT + 110 * i + 15}" y="37" fill="#555">{what}</text>')
    for row, (group, series) in enumerate(sorted(groups.items())):
        base = TOP + (row + 1) * (ROW + GAP)
        counts = {what: {} for what in COLOURS}
        for what, values in series.items():
            for hours in values:
                cell = math.floor(hours / BIN)
                counts[what][cell] = counts[what].get(cell, 0) + 1
        svg.append(f'<text x="{LEFT - 10}" y="{base - ROW / 2}" text-anchor="end" fill="#222">{group}</text>')
        svg.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{base}" y2="{base}" stroke="#999"/>')
        for what, cells in counts.items():
            # Readiness spreads over hours, lift-offs stand in a bin or two: one scale for both would hide one of them.
            top = max(cells.values(), default=1)
            for cell, count in sorted(cells.items()):
                tall = ROW * count / top
                svg.append(f'<rect x="{x(cell * BIN):.1f}" y="{base - tall:.1f}" width="{max(2.0, x((cell + 1) * BIN) - x(cell * BIN) - 1):.1f}" height="{tall:.1f}" '
                           f'fill="{COLOURS[what]}"/>')
                if what == "lift-off" and count >= 0.05 * sum(cells.values()):
                    svg.append(f'<text x="{x((cell + 1) * BIN) + 3:.1f}" y="{min(base - tall + 10, base - 4):.1f}" fill="{COLOURS[what]}">{100 * count / sum(cells.values()):.0f} %</text>')
    step = 2 if high - low <= 24 else 4
    for hour in range(math.ceil(low / step) * step, int(high) + 1, step):
        svg.append(f'<text x="{x(hour):.1f}" y="{height - 10}" text-anchor="middle" fill="#555">{hour} h</text>')
    return "\n".join(svg + ["</svg>"]) + "\n"
