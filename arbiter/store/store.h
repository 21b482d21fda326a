// The store's one writer: opens or creates the file, takes matches, commits in batches, leaves one closed file behind.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "arbiter/store/rows.h"
#include "arbiter/store/sqlite.h"
#include "arbiter/store/writer_lock.h"

namespace haze::store {

struct StoreOptions {
  bool durable = false;                      ///< survive a loss of power too: synchronous = FULL
  std::size_t batch_rows = 1000;             ///< a batch is committed when it holds so many rows,
  std::chrono::milliseconds batch_age{250};  ///< or when its oldest match is so old
};

/// The facts of a match, numbered from 0.
void WriteFacts(Database& db, const std::string& match_id, const std::vector<FactRow>& facts);

/// Used by one thread. Every function throws StoreFault; after a fault only destruction is left.
class Store {
 public:
  /// Opens `path` or creates it. Refuses foreign, newer, older and damaged files, network file systems, and a store that is being written. Attempts that a
  /// killed writer left in flight become VOID_ARBITER.
  explicit Store(const std::string& path, const StoreOptions& options = {});
  /// Closes without a word; call Close to hear of faults.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Known ones are left alone.
  void AddScenario(const scenarios::Scenario& scenario);
  void AddAsset(const AssetRow& asset);

  /// Known ones are left alone; entries are appended.
  void AddTournament(const TournamentRow& tournament, const std::vector<EntryRow>& entries);
  /// The specification grew, or the tournament is complete.
  void UpdateTournament(const TournamentRow& tournament, const std::vector<EntryRow>& entries);

  /// An attempt that is about to be played, with its seats; committed on return. Its scenario must be there. Sets number,
  /// identity and what follows from the scenario in `rows.attempt`.
  void Begin(MatchRows& rows);
  /// The same for several, in one transaction.
  void Begin(std::span<MatchRows* const> several);

  /// A match that is over, begun before. `acknowledged` is called when it is committed.
  void Finish(MatchRows rows, std::function<void()> acknowledged = {});

  /// Commits when the batch is full or old enough.
  void Poll();
  /// Commits what is there.
  void Flush();
  /// Commits, moves the log into the file and leaves one file in journal mode DELETE; where a reader holds the file open, its log stays until the next writer.
  void Close();

  /// Results of this tournament ("" stands for exhibitions) change: its Merkle root goes, and comes back when the store is closed.
  void Touch(const std::string& tournament);

  std::size_t waiting_rows() const { return waiting_rows_; }
  Database& database() { return *database_; }

 private:
  struct Waiting {
    MatchRows rows;
    std::function<void()> acknowledged;
  };
  template <class Work>
  void Guarded(const Work& work);
  void WriteEntries(const std::string& tournament, const std::vector<EntryRow>& entries);
  void WriteBeginning(MatchRows& rows);
  void WriteEnd(const MatchRows& rows);

  StoreOptions options_;
  std::unique_ptr<WriterLock> lock_;
  std::unique_ptr<Database> database_;
  std::vector<Waiting> waiting_;
  std::size_t waiting_rows_ = 0;
  std::set<std::string> touched_;
  std::chrono::steady_clock::time_point oldest_;
  bool faulty_ = false;
};

}  // namespace haze::store
