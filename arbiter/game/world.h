// The world between two decisions: craft in flight, the launch, links, the referee's watch and the agenda.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <vector>

#include "arbiter/game/craft.h"
#include "arbiter/game/desk.h"
#include "arbiter/game/fact.h"
#include "arbiter/game/flight_rules.h"
#include "arbiter/game/interference.h"
#include "arbiter/game/launch_campaign.h"
#include "arbiter/game/surroundings.h"
#include "dynamics/photometry.h"
#include "dynamics/sky_query.h"

namespace haze::game {

/// What a seat decided, judged and ready to be carried out.
struct Verdict {
  std::vector<Order> orders;
  std::vector<Claim> claims;
  Wake wake;
  std::vector<Ruling> rulings;  ///< of what was refused
};

class World;

/// Sees truth at chosen instants: for exports and pictures of a match, never for a seat.
class Witness {
 public:
  virtual ~Witness() = default;
  /// `t` (s since the epoch) lies between the world's present and its next instant; every flight covers it.
  virtual void See(const World& world, double t) = 0;
};

class World : private Sky {
 public:
  explicit World(const Surroundings& surroundings);
  ~World() override;
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  enum class Progress { kDecision, kBusy, kOver };
  /// Moves to the next instant at which a seat is asked, or to the end. `steps` counts down; 0 pauses, negative never does.
  /// Where a call pauses changes no bit.
  Progress Advance(long& steps);

  SimTime now() const { return now_; }
  bool over() const { return over_; }
  /// Seats that are asked at `now`, in seat order; only after kDecision.
  std::vector<int> Due() const;
  /// What `seat` is told now. Takes the news: called once for each due seat.
  Knowledge Tell(int seat);
  /// Judges orders and claims of `seat` against the world as it stands; changes nothing.
  Verdict Judge(int seat, std::span<const Order> orders, std::span<const Claim> claims, const Wake& wake) const;
  /// Carries out a verdict.
  void Apply(int seat, const Verdict& verdict);
  /// Ends the match now; the closing facts are written.
  void Finish();

  const std::vector<Fact>& facts() const { return facts_; }
  void AddFact(Fact fact) { facts_.push_back(std::move(fact)); }
  int illegal_orders(int seat) const { return desks_[static_cast<std::size_t>(seat)]->illegal_orders; }
  /// By subsystem, in the order of kSubsystemNames.
  std::array<std::uint64_t, kSubsystemCount> Digests() const;

  /// True states for records and test oracles, never for a seat: empty for a craft that is not there.
  std::optional<State> TrueState(int craft) const;
  const Craft& craft(int index) const { return *craft_[static_cast<std::size_t>(index)]; }
  int craft_count() const { return static_cast<int>(craft_.size()); }
  /// From now on `witness` (not owned) sees each multiple of `step` (> 0) up to the end, and the end itself. Changes no bit of the match.
  void SetWitness(Witness* witness, SimTime step);
  const Surroundings& surroundings() const { return surroundings_; }

 private:
  struct Parcel {
    SimTime time;
    int seat = -1;
    std::optional<LaunchFlash> flash;
    std::optional<Letter> letter;
    int network_cue = -1;  ///< index into Scenario::network_cues; the set is made when it is due
    int count = 0;         ///< of its sets so far
  };
  struct Light {  ///< of a score line that counts facets of what was lit
    int observer = -1, object = -1;
    double cos_incidence = 0.0;
    std::vector<dynamics::Facet> facets;
    std::vector<bool> lit;
  };
  struct Tally {  ///< for the closing facts, in minutes
    long daylight = 0;
    long service = 0;
    std::vector<long> encounter;       ///< with each other craft
    std::vector<long> encounter_held;
  };

  std::vector<SkyObject> Others(int self, double t) const override;
  std::vector<SkyObject> Strangers(const scenarios::SearchCamera& camera, const CameraView& view, double t) override;
  std::optional<SkyObject> Object(int craft, double t) const override;
  bool Dazzled(int craft, double t, const Vector3& boresight) const override;
  bool Jammed(int craft, double t) const override;
  void Shone(int craft, int from) override;
  double Unshaded(int self, const Vector3& r, double t) const;
  std::vector<Interference::Place> Places(double t);

  SimTime NextTime() const;
  void ProcessLaunch();
  double LaunchHeading(SimTime liftoff) const;
  void ProcessDeployments();
  void ScheduleNetworkCues(int craft);
  void TellElements(Parcel& parcel, Desk& desk);
  void ProcessParcels();
  void ProcessMinute();
  void JudgeCustody(double t);
  void TallyService(double t);
  void TallyLight(double t);
  void WatchKnowledge(double t);
  void WriteClosingFacts();
  SimTime DeploymentTime(int craft) const;
  double SeparationOfRecord() const;
  bool LossFact();
  void Testify(SimTime until);
  State Navigate(const Craft& craft, double t, std::uint64_t index) const;
  double BestElevation(const Vector3& r_GCRF, double t, std::vector<StationView>* views) const;

  Surroundings surroundings_;
  std::vector<std::unique_ptr<Desk>> desks_;
  std::vector<std::unique_ptr<Desk>> empty_desks_;  ///< of craft without a seat
  std::vector<std::unique_ptr<Craft>> craft_;
  std::unique_ptr<LaunchCampaign> campaign_;
  int launch_seat_ = -1;
  std::optional<FlightRules> rules_;
  Interference interference_{surroundings_};
  dynamics::SkyIndex sky_index_;            ///< of the quarter of an hour that somebody last looked in
  std::vector<dynamics::SkyHit> sky_hits_;  ///< room for a query
  double brightest_stranger_ = 0.0;         ///< radius^2 * albedo, m2
  std::vector<int> shades_;                 ///< craft with a sunshade
  std::vector<SimTime> entered_;  ///< by craft; kNever before
  std::vector<Parcel> parcels_;
  std::vector<Tally> tallies_;
  std::vector<Light> lights_;
  std::vector<Fact> facts_;
  SimTime now_{0};
  SimTime next_minute_{0};
  bool flash_sent_ = false;
  bool over_ = false;
  bool lost_ = false;              ///< among the facts judged so far is a loss by rule
  std::size_t facts_judged_ = 0;
  Witness* witness_ = nullptr;
  SimTime witness_step_{0};
  SimTime witness_next_ = dynamics::kNever;
};

}  // namespace haze::game
