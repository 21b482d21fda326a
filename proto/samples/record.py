#!/usr/bin/env python3
"""An inspector that writes down what the arbiter and it say to each other, one file a message: NN_arbiter_KIND and NN_agent_KIND, each as .bin and .json.

From the root of a checkout, with agents/python on PYTHONPATH:

  build/release/haze play encore --seed 1 --set duration_s=3600 --seat blue.inspector=exec:"python3 $PWD/proto/samples/record.py $PWD/proto/samples"
"""

import pathlib
import sys

import haze
import haze.client
import haze.seats
from google.protobuf.json_format import MessageToJson

FOLDER = pathlib.Path(sys.argv[1])
STEP_US = 900 * haze.SECOND


class Recorder(haze.seats.SeatBook):
    count = 0

    def write(self, who, message):
        if message is None:
            return
        Recorder.count += 1
        stem = FOLDER / f"{Recorder.count:02}_{who}_{message.WhichOneof('kind')}"
        stem.with_suffix(".bin").write_bytes(message.SerializeToString(deterministic=True))
        stem.with_suffix(".json").write_text(MessageToJson(message, preserving_proto_field_name=True) + "\n", encoding="utf-8")

    def hear(self, message):
        self.write("arbiter", message)
        answer = super().hear(message)
        self.write("agent", answer)
        return answer

    async def answer(self, turn):
        self.write("arbiter", haze.messages.ArbiterMessage(turns=haze.messages.TurnBatch(turns=[turn])))
        answer = await super().answer(turn)
        self.write("agent", answer)
        return answer


@haze.agent("inspector")
def play(turn):
    told = turn.seat.object()
    if turn.first:
        yield haze.claim(told.object_id, time_us=told.estimate.time_us, r_eci_m=told.estimate.r_eci_m, v_eci_mps=told.estimate.v_eci_mps,
                         covariance=told.estimate.covariance_upper)
        yield haze.search([(0, 1, 0), (0, -1, 0)], until_us=turn.time_us + STEP_US, id="search")
        yield haze.burn((0, 1e6, 0), id="too much")  # refused: the next turn holds a ruling
        yield haze.note("hello")
    yield haze.wake(turn.time_us + STEP_US, "detection" if turn.first else "cue")


haze.client.SeatBook = Recorder
haze.run("recorder")
