// The network thread: sessions, streams, timers, raw bytes. No physics; of a match it knows who has to answer.
//
// network.cc holds the thread itself, service.cc the calls, sessions.cc the streams, tables.cc the matches, watch.cc the clocks.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "arbiter/server/acceptor.h"
#include "arbiter/server/call.h"
#include "arbiter/server/framing.h"
#include "arbiter/server/session.h"
#include "arbiter/server/table.h"

namespace haze::server {

class Network {
 public:
  explicit Network(ServerOptions options);
  ~Network();

  /// Listens and starts the threads. An error in words, or nothing.
  std::string Start();
  void Stop(std::chrono::milliseconds farewell);
  const std::string& address() const { return address_; }

  /// Has `work` run on the network thread, in order of the calls.
  void Post(std::function<void()> work);

  /// From any thread, before the session is added: the door knows a token as soon as somebody can hold it.
  void AddToken(SessionKey key, const std::string& token) { tokens_.Add(key, token); }

  // The rest of the public interface: on the network thread, by Post.
  void AddSession(SessionKey key, SessionRole role);
  void SetProcess(SessionKey key, pid_t pid);
  void EndSession(SessionKey key);
  void ProcessEnded(pid_t pid, int wait_status);
  void AddTable(std::unique_ptr<Table> table);
  ServerCounters Counters() const;

  /// From any thread.
  std::optional<MatchReport> WaitFor(MatchTicket ticket, std::optional<std::chrono::milliseconds> limit);

 private:
  // network.cc
  void Run();
  void Handle(const Tag& tag, bool ok);
  void RunMailbox();
  void FinishAll();
  void DeleteCall(Call* call);

  // service.cc
  void OnAccepted(Call& call);
  void Refuse(Call& call);
  void OnMessage(Call& call);
  void OnJoin(Call& call, Session& session);
  void OnAttach(Call& call, Session& session);
  void OnAsset(Call& call);
  void SendAsset(Call& call);
  void OnPlayMessage(Call& call, Session& session);
  void OnStreamEnd(Call& call);
  void OnWritten(Call& call, bool ok);
  void ReadOn(Call& call);

  // sessions.cc
  Session* FindSession(SessionKey key);
  void Attach(Session& session, Call& call);
  void Detach(Session& session);
  void Push(Session& session, Outbound message);
  void Pump(Session& session);
  void Strike(Session& session);
  void CloseForFault(Session& session, const grpc::Status& status);
  void OnUnsolicited(Session& session);
  void BlameAll(Session& session, match::v1::ResultKind kind, const std::string& reason);

  // tables.cc
  Table* FindTable(MatchTicket ticket);
  void OnSeatReady(Session& session, const v1::SeatReady& message);
  void OnDecision(Session& session, const RawDecision& decision);
  void TakeAnswer(Table& table, Chair& chair, std::variant<std::string, match::Hold> answer);
  void EnqueueIfComplete(Table& table);
  void Enqueue(Table& table, std::vector<RawAnswer> answers);
  void PushJob(Job job);
  void OnRoom();
  void OnResult(JobResult result);
  void AskTurns(Table& table, JobResult& result);
  void AnnounceEnd(Table& table, const std::vector<std::string>& game_over);
  void Blame(Table& table, int seat, match::v1::ResultKind kind, const std::string& reason);
  void CloseChair(Table& table, int seat);
  void CloseIfHeard(Table& table);
  void Report(Table& table);

  // watch.cc
  SteadyTime Now();
  void Tick();
  void WatchCalls(SteadyTime now);
  void WatchSession(Session& session, SteadyTime now);
  void WatchTable(Table& table, SteadyTime now);
  void WatchTurn(Table& table, Chair& chair, SteadyTime now);

  ServerOptions options_;
  std::string address_;
  TokenStore tokens_;
  grpc::AsyncGenericService service_;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> hand_over_;
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<Workers> workers_;
  std::thread thread_;
  bool stopped_ = false;  // by Stop's caller only

  std::mutex mailbox_mutex_;
  std::vector<std::function<void()>> mailbox_;
  bool woken_ = false;
  bool closed_ = false;  // the completion queue takes nothing more

  std::mutex report_mutex_;
  std::condition_variable reported_;
  std::map<MatchTicket, MatchReport> reports_;
  bool finished_ = false;        // no more reports

  std::mutex calls_mutex_;
  std::condition_variable calls_changed_;
  std::size_t calls_open_ = 0;  // accepted and not deleted

  // Network thread only.
  std::map<Call*, std::unique_ptr<Call>> calls_;
  std::map<SessionKey, std::unique_ptr<Session>> sessions_;
  std::map<pid_t, int> ended_before_;  // processes that ended before their session knew them
  std::map<MatchTicket, std::unique_ptr<Table>> tables_;
  MessageBudget wrong_tokens_;
  int refusals_waiting_ = 0;
  std::vector<Job> waiting_;  // for room in the ready queue; no reading meanwhile
  bool stopping_ = false, draining_ = false;
  Nanoseconds stalled_{0};  // time in which the arbiter itself stood still
  SteadyTime last_round_{};
  SteadyTime last_tick_{};
  SteadyTime last_probe_{};
  ServerCounters counters_;
};

}  // namespace haze::server
