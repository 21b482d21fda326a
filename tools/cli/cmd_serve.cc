// `haze serve`: the arbiter as a server. Tables wait in a lobby; each match starts when its seats are filled.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <thread>

#include <fmt/format.h>

#include "arbiter/server/peer_name.h"
#include "arbiter/server/server.h"
#include "arbiter/store/store.h"
#include "tools/cli/command.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/match_json.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/played.h"
#include "tools/tournament/scenario_source.h"

// After Eigen: the resolver's header, which it includes, defines a macro _res.
#include <httplib.h>

namespace haze::tools {
namespace {

constexpr std::chrono::milliseconds kLook{50};

struct ServeOptions {
  std::string scenario = "encore", listen = "127.0.0.1:0", tokens = "tokens", metrics, certificate, key, client_ca, db;
  std::vector<std::string> sets;
  std::int64_t seed = 1;
  int tables = 1, matches = 0;
  double watchdog_s = 60.0, join_limit_s = 0.0;
  bool insecure_network = false;
};

bool ReadFile(const std::string& path, std::string& text) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  text = out.str();
  return file.good() && !text.empty();
}

// A file that only its owner can read, in place at once.
bool WriteToken(const std::filesystem::path& path, const std::string& token) {
  const std::string next = path.string() + ".next";
  ::unlink(next.c_str());
  const mode_t before = ::umask(077);
  {
    std::ofstream file(next);
    file << token << "\n";
    file.close();
    if (!file) {
      ::umask(before);
      return false;
    }
  }
  ::umask(before);
  return ::rename(next.c_str(), path.c_str()) == 0;
}

// What Prometheus reads.
std::string Metrics(const server::ServerCounters& counters) {
  std::string out;
  const auto line = [&](const char* name, const char* kind, const char* help, double value) {
    out += fmt::format("# HELP haze_{0} {2}\n# TYPE haze_{0} {1}\nhaze_{0} {3}\n", name, kind, help, value);
  };
  const server::AcceptorCounters& door = counters.connections;
  line("matches_open", "gauge", "Matches in play or waiting for seats.", static_cast<double>(counters.matches_open));
  line("matches_total", "counter", "Matches that are over.", static_cast<double>(counters.matches_over));
  line("sessions_open", "gauge", "Process sessions with a valid token.", static_cast<double>(counters.sessions));
  line("turns_total", "counter", "Turns asked.", static_cast<double>(counters.turns));
  line("reattaches_total", "counter", "Streams that came back.", static_cast<double>(counters.reattaches));
  line("malformed_total", "counter", "Messages and decisions that are none.", static_cast<double>(counters.malformed));
  line("unsolicited_total", "counter", "Answers to nothing that is outstanding.", static_cast<double>(counters.unsolicited));
  line("strikes_total", "counter", "Offences against the protocol.", static_cast<double>(counters.strikes));
  line("refused_total", "counter", "Calls without a valid token.", static_cast<double>(counters.refused));
  line("queue_full_total", "counter", "Times that reading had to stop.", static_cast<double>(counters.queue_full));
  line("connections_open", "gauge", "Connections.", static_cast<double>(door.open));
  line("connections_total", "counter", "Connections accepted.", static_cast<double>(door.accepted));
  line("connections_turned_away_total", "counter", "Connections above the limits.", static_cast<double>(door.turned_away));
  line("connections_evicted_total", "counter", "Strangers closed to make room.", static_cast<double>(door.evicted));
  line("connections_closed_total", "counter", "Strangers closed for floods, wrong tokens or silence.", static_cast<double>(door.closed));
  line("listener_reopened_total", "counter", "Times the watchdog listened anew.", static_cast<double>(door.reopened));
  return out;
}

struct OpenTable {
  server::MatchTicket ticket = 0;
  std::vector<server::SessionKey> sessions;
  store::MatchRows rows;
};

class Lobby {
 public:
  Lobby(const ServeOptions& options, const ScenarioSource& source, server::Server& server, store::Store& store)
      : options_(options), source_(source), server_(server), store_(store) {}

  // One file for each seat: tokens/1/blue.inspector.token. Empty: it went well.
  std::string Open(int number) {
    PlayRequest request;
    request.scenario = source_.scenario;
    for (const scenarios::Seat& seat : source_.scenario->seats) request.line_up.push_back({.seat = seat.name, .policy = "remote"});
    request.seed = options_.seed + opened_++;
    request.transport = Transport::kTcp;
    OpenTable& table = tables_[number];
    table = {};
    server::Submission submission;
    submission.match = std::make_unique<match::Match>(
        source_.scenario, source_.tables, MakeMatchKey("", source_.scenario->hash, request.seed),
        match::MatchOptions{.seed = request.seed, .watchdog_ms = static_cast<std::int64_t>(options_.watchdog_s * 1000.0)});
    const std::filesystem::path folder = std::filesystem::path(options_.tokens) / std::to_string(number);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    for (std::size_t i = 0; i < request.line_up.size(); ++i) {
      const server::IssuedToken token = server_.IssueToken({.entry = "remote", .seats = {request.line_up[i].seat}});
      const std::filesystem::path file = folder / (request.line_up[i].seat + ".token");
      if (!WriteToken(file, token.token)) return file.string() + " cannot be written";
      server::Deadlines deadlines;
      // A lobby waits as long as it is told to: by default for ever (about a year).
      deadlines.start = std::chrono::milliseconds(static_cast<std::int64_t>((options_.join_limit_s > 0.0 ? options_.join_limit_s : 3.0e7) * 1000.0));
      deadlines.watchdog = std::chrono::milliseconds(static_cast<std::int64_t>(options_.watchdog_s * 1000.0));
      submission.seats.push_back({.seat = static_cast<int>(i), .session = token.session, .deadlines = deadlines});
      table.sessions.push_back(token.session);
    }
    table.rows = RowsAtBeginning(request, kVersion);
    store_.Begin(table.rows);
    table.ticket = server_.Submit(std::move(submission));
    fmt::print("table {} open: seed {}, tokens in {}\n", number, request.seed, folder.string());
    std::fflush(stdout);
    return {};
  }

  // Looks at every table once; what ended goes into the store and its table opens again. An error in words, or nothing.
  std::string Look() {
    const std::chrono::milliseconds share = std::max(kLook / static_cast<int>(tables_.size()), std::chrono::milliseconds(1));
    for (auto& [number, table] : tables_) {
      std::optional<server::MatchReport> report = server_.WaitFor(table.ticket, share);
      if (!report) continue;
      Keep(table, *report);
      fmt::print("table {} over: {}\n", number, MatchJson(table.rows));
      std::fflush(stdout);
      for (const server::SessionKey session : table.sessions) server_.EndSession(session);
      ++over_;
      if (options_.matches > 0 && opened_ >= options_.matches) {
        tables_.erase(number);
        return {};
      }
      return Open(number);
    }
    store_.Poll();
    return {};
  }
  bool Done() const { return tables_.empty(); }

  // Nobody plays on: what was open is void.
  void GiveUp() {
    for (auto& [number, table] : tables_) {
      server::MatchReport report = server_.Wait(table.ticket);
      if (report.void_reason.empty()) report.void_reason = "the arbiter was stopped";
      Keep(table, report);
    }
  }

 private:
  void Keep(OpenTable& table, server::MatchReport& report) {
    Played played;
    played.match = std::move(report.match);
    played.void_reason = report.void_reason;
    played.wall_s = report.wall_s;
    for (const server::SeatReport& seat : report.seats) {
      SeatEnd end;
      end.outcome = seat.fault == match::v1::RESULT_KIND_UNSPECIFIED ? "OK" : store::ResultName(seat.fault);
      played.seats.push_back(std::move(end));
    }
    FillEnd(played, *source_.scenario, table.rows);
    store_.Finish(table.rows);
  }

  const ServeOptions& options_;
  const ScenarioSource& source_;
  server::Server& server_;
  store::Store& store_;
  std::map<int, OpenTable> tables_;
  int opened_ = 0, over_ = 0;
};

int Serve(const ServeOptions& options) {
  const ScenarioSource source = LoadScenario(options.scenario, options.sets);
  for (const std::string& error : source.errors) fmt::print(stderr, "{}\n", Printable(error));
  if (!source.errors.empty()) return kExitUsage;
  if (options.tables < 1 || options.tables > 1000) return Complain("--tables is between 1 and 1000", kExitUsage);

  server::ServerOptions server_options;
  server_options.listen = options.listen;
  server_options.insecure_network = options.insecure_network;
  server_options.version = std::string(kVersion);
  server_options.workers = static_cast<int>(std::clamp<unsigned>(std::thread::hardware_concurrency(), 1, 64));
  server_options.descriptors = std::max<std::int64_t>(128, 4 * static_cast<std::int64_t>(source.scenario->seats.size()) * options.tables);
  for (const auto& [path, text] : {std::pair{&options.certificate, &server_options.tls_certificate}, std::pair{&options.key, &server_options.tls_key},
                                   std::pair{&options.client_ca, &server_options.tls_client_ca}}) {
    if (!path->empty() && !ReadFile(*path, *text)) return Complain(*path + " cannot be read", kExitUsage);
  }
  if (source.scenario->astronomy) {
    server_options.asset = [&source](const std::string& sha256) -> std::optional<std::string> {
      return sha256 == source.scenario->astronomy->sha256 ? std::optional(source.astronomy_text) : std::nullopt;
    };
  }
  const bool unsafe = !server::IsLocalAddress(options.listen) && options.certificate.empty() && !options.insecure_network;
  server::Server::StartResult start = server::Server::Start(server_options);
  if (!start.server) return Complain(start.error, unsafe ? kExitUnsafe : kExitUsage);
  if (options.insecure_network && options.certificate.empty()) fmt::print(stderr, "haze: --insecure-network: tokens and turns travel in clear\n");

  httplib::Server http;
  std::thread http_thread;
  if (!options.metrics.empty()) {
    http.Get("/healthz", [](const httplib::Request&, httplib::Response& answer) { answer.set_content("ok\n", "text/plain"); });
    http.Get("/metrics", [&server = *start.server](const httplib::Request&, httplib::Response& answer) { answer.set_content(Metrics(server.Counters()), "text/plain; version=0.0.4"); });
    const std::size_t colon = options.metrics.rfind(':');
    if (colon == std::string::npos || !server::IsPort(options.metrics.substr(colon + 1))) {
      return Complain("--metrics is " + options.metrics + "; allowed: HOST:PORT, the port from 0 (the system chooses) to 65535", kExitUsage);
    }
    const std::string host = options.metrics.substr(0, colon);
    const int wanted = std::stoi(options.metrics.substr(colon + 1));
    if (!server::IsLocalAddress(options.metrics)) return Complain("--metrics " + options.metrics + ": only addresses of this machine; a proxy carries it further", kExitUnsafe);
    const int port = wanted > 0 ? (http.bind_to_port(host, wanted) ? wanted : -1) : http.bind_to_any_port(host);
    if (port < 0) return Complain("--metrics " + options.metrics + ": cannot listen there", kExitUsage);
    fmt::print("metrics on http://{}:{}/metrics\n", host, port);
  }
  store::Store store(options.db);
  store.AddScenario(*source.scenario);
  if (source.scenario->astronomy) store.AddAsset({source.scenario->astronomy->sha256, source.scenario->astronomy->file, source.astronomy_text});

  if (!options.metrics.empty()) http_thread = std::thread([&http] { http.listen_after_bind(); });
  // A stop that comes before it listens would be forgotten.
  while (http_thread.joinable() && !http.is_running()) std::this_thread::yield();
  const auto finish = [&](int code) {
    start.server->Stop();
    http.stop();
    if (http_thread.joinable()) http_thread.join();
    return code;
  };

  CatchInterrupts();
  fmt::print("listening on {}\n", start.server->address());
  Lobby lobby(options, source, *start.server, store);
  std::string error;
  const int at_once = options.matches > 0 ? std::min(options.tables, options.matches) : options.tables;
  for (int number = 1; number <= at_once && error.empty(); ++number) error = lobby.Open(number);
  while (error.empty() && !lobby.Done() && !Interrupted()) error = lobby.Look();
  start.server->Stop();
  lobby.GiveUp();
  store.Close();
  if (!error.empty()) return finish(Complain(error, kExitUsage));
  return finish(kExitDone);
}

}  // namespace

void AddServeCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = app.add_subcommand("serve", "The arbiter as a server: each match starts when its seats are filled");
  command->add_option("SCENARIO", options->scenario, "A shipped scenario or a file")->capture_default_str();
  command->add_option("--listen", options->listen, "unix:PATH or HOST:PORT; port 0 lets the system choose")->capture_default_str();
  command->add_option("--tokens", options->tokens, "Directory for one token file a seat: DIR/TABLE/SEAT.token, mode 0600")->capture_default_str();
  command->add_option("--tables", options->tables, "Matches that wait or play at once")->capture_default_str();
  command->add_option("--matches", options->matches, "End after so many; 0: never")->capture_default_str();
  command->add_option("--seed", options->seed, "Of the first match; each next one is one more")->capture_default_str();
  command->add_option("--set", options->sets, "Change one value of the scenario; repeatable")->type_name("PATH=VALUE")->allow_extra_args(false)->take_all();
  command->add_option("--watchdog-s", options->watchdog_s, "Time after which a silent agent forfeits")->check(CLI::Range(0.1, 86400.0))->capture_default_str();
  command->add_option("--join-limit-s", options->join_limit_s, "How long a table waits for its seats; 0: for ever")->check(CLI::NonNegativeNumber)->capture_default_str();
  command->add_option("--tls-cert", options->certificate, "The server's certificate chain (PEM)");
  command->add_option("--tls-key", options->key, "Its key (PEM)");
  command->add_option("--tls-client-ca", options->client_ca, "Clients must show a certificate that one of these signed (PEM)");
  command->add_flag("--insecure-network", options->insecure_network, "Listen beyond this machine without TLS");
  command->add_option("--metrics", options->metrics, "HOST:PORT of this machine for /metrics (Prometheus) and /healthz");
  AddDbOption(*command, options->db);
  command->footer("Example:\n  haze serve encore --listen 127.0.0.1:7411 --tokens tokens --tables 2\nExit code 5: refused as unsafe.");
  command->callback([options, &result] { result.exit_code = Serve(*options); });
}

}  // namespace haze::tools
