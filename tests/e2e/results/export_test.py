#!/usr/bin/env python3
"""Exports read back by readers that share nothing with the program: CCSDS OEM and OMM, CZML, CSV, JSON lines.

  export_test.py HAZE
"""

import csv
import datetime
import io
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HAZE = ""


def read_oem(text):
    """[(metadata, [(datetime, [x y z vx vy vz])])] of an OEM in keyword = value notation; strict about what comes where."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    header = {}
    while lines and lines[0] != "META_START":
        line = lines.pop(0)
        if not line.startswith("COMMENT"):
            key, value = (part.strip() for part in line.split("=", 1))
            header[key] = value
    assert header["CCSDS_OEM_VERS"] == "2.0" and header["ORIGINATOR"], header
    datetime.datetime.fromisoformat(header["CREATION_DATE"])
    segments = []
    while lines:
        assert lines.pop(0) == "META_START"
        meta = {}
        while lines[0] != "META_STOP":
            key, value = (part.strip() for part in lines.pop(0).split("=", 1))
            meta[key] = value
        lines.pop(0)
        for key in ("OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "TIME_SYSTEM", "START_TIME", "STOP_TIME"):
            assert meta.get(key), f"{key} is obligatory"
        states = []
        while lines and lines[0] != "META_START":
            fields = lines.pop(0).split()
            assert len(fields) == 7, fields
            states.append((datetime.datetime.fromisoformat(fields[0]), [float(f) for f in fields[1:]]))
        times = [t for t, _ in states]
        assert times == sorted(set(times)), "epochs increase"
        assert datetime.datetime.fromisoformat(meta["START_TIME"]) == times[0] and datetime.datetime.fromisoformat(meta["STOP_TIME"]) == times[-1]
        segments.append((meta, states))
    return segments


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="haze-export-")
        cls.folder = pathlib.Path(cls.holder.name)
        cls.haze("play", "encore", "--seed", "1", "--in-process")

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def haze(cls, *arguments, code=0):
        done = subprocess.run([HAZE, *arguments], cwd=cls.folder, stdin=subprocess.DEVNULL, capture_output=True)
        assert done.returncode == code, f"haze {' '.join(arguments)}: {done.returncode}\n{done.stderr.decode()}"
        return done.stdout.decode()

    def samples(self):
        return list(csv.DictReader(io.StringIO(self.haze("export", "last", "--format", "csv", "--step-s", "60"), newline="")))

    def test_oem_agrees_with_the_record_to_the_printed_digits(self):
        truth = {}
        for row in self.samples():
            self.assertTrue(row["t_utc"].endswith("Z"))
            key = row["craft"], datetime.datetime.fromisoformat(row["t_utc"].rstrip("Z"))
            truth[key] = [float(row[c]) / 1e3 for c in ("x_gcrf_m", "y_gcrf_m", "z_gcrf_m", "vx_gcrf_mps", "vy_gcrf_mps", "vz_gcrf_mps")]
        burns = json.loads(self.haze("play", "encore", "--seed", "1", "--in-process", "--json", "--db", "other.db"))["milestones"]["dv_used_mps"]
        for craft in ("jackal", "puma", "escort"):
            segments = read_oem(self.haze("export", "last", "--format", "oem", "--craft", craft, "--step-s", "60"))
            self.assertEqual(len(segments) > 1, burns[craft] > 0, "an ephemeris is parted where its craft burns")
            seen = 0
            for meta, states in segments:
                self.assertEqual((meta["OBJECT_NAME"], meta["TIME_SYSTEM"], meta["CENTER_NAME"], meta["REF_FRAME"]), (craft, "UTC", "EARTH", "GCRF"))
                for t, state in states:
                    for i, (printed, exact) in enumerate(zip(state, truth[craft, t])):
                        # Half of the last digit: 1 mm and 1 um/s are printed.
                        self.assertLessEqual(abs(printed - exact), (0.5000001e-6 if i < 3 else 0.5000001e-9), (craft, t, i))
                    seen += 1
            self.assertEqual(seen, sum(1 for c, _ in truth if c == craft))

    def test_csv_begins_at_the_epoch_of_the_scenario(self):
        store = sqlite3.connect(self.folder / "haze.db")
        (epoch,) = store.execute("SELECT epoch_utc FROM scenarios").fetchone()
        first = self.samples()[0]
        self.assertEqual(float(first["t_s"]), 0.0)
        self.assertEqual(first["t_utc"][:19], epoch[:19])

    def test_a_message_without_a_file_holds_one_craft(self):
        self.haze("export", "last", "--format", "oem", code=2)
        self.haze("export", "last", "--format", "oem", "-o", "match.oem")
        for craft in ("jackal", "puma", "escort"):
            read_oem((self.folder / f"match-{craft}.oem").read_text())

    def test_omm_gives_the_elements_of_a_two_line_set(self):
        text = self.haze("export", "last", "--format", "omm", "--craft", "puma")
        fields = dict((part.strip() for part in line.split("=", 1)) for line in text.splitlines())
        store = sqlite3.connect(self.folder / "haze.db")
        (scenario,) = store.execute("SELECT canonical_text FROM scenarios").fetchone()
        puma = scenario[scenario.index("\n  puma:") :]
        line2 = next(line for line in puma.splitlines() if line.strip().startswith("line2:")).split(":", 1)[1].strip().strip("'\"")
        self.assertEqual(float(fields["INCLINATION"]), float(line2[8:16]))
        self.assertEqual(float(fields["ECCENTRICITY"]), float("0." + line2[26:33]))
        self.assertEqual(float(fields["MEAN_MOTION"]), float(line2[52:63]))
        self.assertEqual((fields["MEAN_ELEMENT_THEORY"], fields["REF_FRAME"], fields["TIME_SYSTEM"]), ("SGP4", "TEME", "UTC"))

    def test_czml_holds_every_craft_and_utc_times(self):
        packets = json.loads(self.haze("export", "last", "--format", "czml"))
        self.assertEqual((packets[0]["id"], packets[0]["version"]), ("document", "1.0"))
        truth = {(r["craft"], float(r["t_s"])): [float(r[c]) for c in ("x_gcrf_m", "y_gcrf_m", "z_gcrf_m", "vx_gcrf_mps", "vy_gcrf_mps", "vz_gcrf_mps")] for r in self.samples()}
        craft = {p["id"].split("/", 1)[1]: p for p in packets if p["id"].startswith("craft/")}
        self.assertEqual(set(craft), {"jackal", "puma", "escort"})
        for name, packet in craft.items():
            self.assertTrue(all(t.endswith("Z") for t in packet["availability"].split("/")))
            parts = packet["position"]
            self.assertEqual(len(parts) > 1, name == "jackal", "a path is parted where its craft burns")
            intervals = [part["interval"].split("/") for part in parts]
            self.assertEqual("/".join((intervals[0][0], intervals[-1][1])), packet["availability"])
            self.assertEqual([end for _, end in intervals[:-1]], [begin for begin, _ in intervals[1:]], "parts follow each other without a gap")
            seen = 0
            for part in parts:
                self.assertTrue(part["epoch"].endswith("Z"))
                self.assertEqual((part["referenceFrame"], part["interpolationAlgorithm"]), ("INERTIAL", "HERMITE"))
                values = part["cartesianVelocity"]
                self.assertEqual(len(values) % 7, 0)
                for i in range(0, len(values), 7):
                    exact = truth.get((name, values[i]))
                    for k, printed in enumerate(values[i + 1 : i + 7]) if exact else ():
                        # Half of the last digit: 1 mm and 1 um/s are printed.
                        self.assertLessEqual(abs(printed - exact[k]), 0.5000001e-3 if k < 3 else 0.5000001e-6, (name, values[i], k))
                    seen += exact is not None
            self.assertEqual(seen, sum(1 for c, _ in truth if c == name) + len(parts) - 1, "every state of the record, twice where parts meet")

    def test_rows_of_the_store_come_back_from_json_lines(self):
        store = sqlite3.connect(self.folder / "haze.db")
        store.row_factory = sqlite3.Row
        for table in ("matches", "scores", "timeline", "leaderboard"):
            rows = [json.loads(line) for line in self.haze("export", "--format", "jsonl", "--table", table).splitlines()]
            self.assertEqual(rows, [dict(row) for row in store.execute(f"SELECT * FROM {table}")])
        tables = {json.loads(line)["table"] for line in self.haze("export", "--format", "jsonl", "--table", "all").splitlines()}
        self.assertLessEqual({"matches", "attempts", "facts", "records", "readme"}, tables)

    def test_hostile_names_stay_text_in_a_spreadsheet(self):
        copy = self.folder / "hostile.db"
        copy.write_bytes((self.folder / "haze.db").read_bytes())
        names = ["=HYPERLINK(\"http://x\",\"y\")", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'; DROP TABLE seats; --", "\x1b[31mred", "\u202eevil", "a,\"b\"\nc"]
        store = sqlite3.connect(copy)
        for name in names:
            store.execute("UPDATE seats SET entry = ? WHERE number = 0", (name,))
            store.commit()
            text = self.haze("export", "--format", "csv", "--table", "seats", "--db", str(copy))
            (cell,) = {row["entry"] for row in csv.DictReader(io.StringIO(text, newline="")) if row["number"] == "0"}
            self.assertEqual(cell, "'" + name if name[0] in "=+-@\t\r" else name)
            (line,) = [json.loads(x) for x in self.haze("export", "--format", "jsonl", "--table", "seats", "--db", str(copy)).splitlines() if json.loads(x)["number"] == 0]
            self.assertEqual(line["entry"], name)


if __name__ == "__main__":
    HAZE = str(pathlib.Path(sys.argv[1]).resolve())
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
