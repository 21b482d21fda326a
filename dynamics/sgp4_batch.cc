#include "dynamics/sgp4_batch.h"

namespace haze::dynamics {

namespace {

using sgp4::GroupTerms;
using sgp4::kLanes;

void Fill(GroupTerms& g, std::size_t lane, const Sgp4::Coefficients& c) {
  const auto set = [lane](sgp4::TermLanes& term, double value) { term.v[lane] = value; };
  set(g.ecco, c.ecco);
  set(g.nodeo, c.nodeo);
  set(g.argpo, c.argpo);
  set(g.mo, c.mo);
  set(g.bstar, c.bstar);
  set(g.no_unkozai, c.no_unkozai);
  set(g.ao, c.ao);
  set(g.con41, c.con41);
  set(g.x1mth2, c.x1mth2);
  set(g.x7thm1, c.x7thm1);
  set(g.aycof, c.aycof);
  set(g.xlcof, c.xlcof);
  set(g.delmo, c.delmo);
  set(g.sinmao, c.sinmao);
  set(g.eta, c.eta);
  set(g.cc1, c.cc1);
  set(g.cc4, c.cc4);
  set(g.cc5, c.cc5);
  set(g.d2, c.d2);
  set(g.d3, c.d3);
  set(g.d4, c.d4);
  set(g.t2cof, c.t2cof);
  set(g.t3cof, c.t3cof);
  set(g.t4cof, c.t4cof);
  set(g.t5cof, c.t5cof);
  set(g.mdot, c.mdot);
  set(g.argpdot, c.argpdot);
  set(g.nodedot, c.nodedot);
  set(g.nodecf, c.nodecf);
  set(g.omgcof, c.omgcof);
  set(g.xmcof, c.xmcof);
  set(g.sinio, c.sinio);
  set(g.cosio, c.cosio);
}

void Put(const StateLanes& to, std::size_t i, const State& state) {
  to.x[i] = state.r.x();
  to.y[i] = state.r.y();
  to.z[i] = state.r.z();
  to.vx[i] = state.v.x();
  to.vy[i] = state.v.y();
  to.vz[i] = state.v.z();
}

}  // namespace

Sgp4Batch::Sgp4Batch(std::span<const Sgp4> models) : models_(models.begin(), models.end()) {
  for (std::size_t i = 0; i < models_.size(); ++i) {
    if (!models_[i].deep) near_.push_back(i);
  }
  if (near_.empty()) return;
  const std::size_t last = near_.size() - near_.size() % kLanes;
  while (near_.size() % kLanes != 0) near_.push_back(near_[last]);
  groups_.resize(near_.size() / kLanes);
  for (std::size_t k = 0; k < near_.size(); ++k) Fill(groups_[k / kLanes], k % kLanes, models_[near_[k]].c);
}

void Sgp4Batch::At(LaneSet set, std::span<const double> minutes, const StateLanes& states, std::span<Sgp4Status> status) const {
  const auto alone = [&](std::size_t i) {
    const Sgp4Result result = models_[i].At(minutes[i]);
    status[i] = result.status;
    Put(states, i, result.teme);
  };
  if (set == LaneSet::kScalar || !sgp4::HasAvx2() || !LaneSetSupported(LaneSet::kAvx2)) {
    for (std::size_t i = 0; i < models_.size(); ++i) alone(i);
    return;
  }
  for (std::size_t i = 0; i < models_.size(); ++i) {
    if (models_[i].deep) alone(i);
  }
  for (std::size_t k = 0; k < near_.size(); k += kLanes) {
    double t[kLanes];
    for (std::size_t j = 0; j < kLanes; ++j) t[j] = minutes[near_[k + j]];
    sgp4::GroupStates out;
    sgp4::FourAtAvx2(groups_[k / kLanes], t, out);
    for (std::size_t j = 0; j < kLanes; ++j) {
      const std::size_t i = near_[k + j];
      if (!out.plain[j]) {
        alone(i);
        continue;
      }
      status[i] = Sgp4Status::kOk;
      states.x[i] = out.rx[j];
      states.y[i] = out.ry[j];
      states.z[i] = out.rz[j];
      states.vx[i] = out.vx[j];
      states.vy[i] = out.vy[j];
      states.vz[i] = out.vz[j];
    }
  }
}

}  // namespace haze::dynamics
