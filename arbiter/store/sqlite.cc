// The little of SQLite that the store uses.
#include "arbiter/store/sqlite.h"

#include <sqlite3.h>

#include "arbiter/store/fault.h"

namespace haze::store {
namespace {

// Readers and a checkpoint may hold the file for a moment; longer than this is a fault.
constexpr int kBusyTimeoutMs = 5000;

std::string Explain(int code, const char* message) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return std::string("the disk is full (") + message + ")";
    case SQLITE_READONLY:
      return std::string("may not be written (") + message + ")";
    case SQLITE_IOERR:
      return std::string("input or output failed (") + message + ", code " + std::to_string(code) + ")";
    case SQLITE_NOTADB:
      return "is not a SQLite file; it was left as it is";
    case SQLITE_CORRUPT:
      return std::string("is damaged (") + message + "); it was left as it is";
    case SQLITE_CANTOPEN:
      return "cannot be opened: no such file or directory, or no permission";
    case SQLITE_BUSY:
      return "is locked by another program";
    default:
      return message;
  }
}

}  // namespace

void Statement::Returner::operator()(sqlite3_stmt* statement) const { database->PutIdle(sql, statement); }
void Database::Closer::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement::Statement(Database& database, std::string_view sql) : database_(&database), statement_(database.TakeIdle(sql), Returner{&database, std::string(sql)}) {
  if (statement_) return;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) database.Fail(code);
}

Statement& Statement::Bind(int index, std::string_view text) {
  const int code = sqlite3_bind_text64(statement_.get(), index + 1, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (code != SQLITE_OK) database_->Fail(code);
  return *this;
}

Statement& Statement::Bind(int index, std::int64_t value) {
  const int code = sqlite3_bind_int64(statement_.get(), index + 1, value);
  if (code != SQLITE_OK) database_->Fail(code);
  return *this;
}

Statement& Statement::Bind(int index, double value) {
  const int code = sqlite3_bind_double(statement_.get(), index + 1, value);
  if (code != SQLITE_OK) database_->Fail(code);
  return *this;
}

Statement& Statement::Bind(int index, const std::optional<double>& value) { return value ? Bind(index, *value) : BindNull(index); }
Statement& Statement::Bind(int index, const std::optional<std::int64_t>& value) { return value ? Bind(index, *value) : BindNull(index); }

Statement& Statement::BindBlob(int index, std::string_view bytes) {
  const int code = sqlite3_bind_blob64(statement_.get(), index + 1, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) database_->Fail(code);
  return *this;
}

Statement& Statement::BindNull(int index) {
  const int code = sqlite3_bind_null(statement_.get(), index + 1);
  if (code != SQLITE_OK) database_->Fail(code);
  return *this;
}

bool Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  database_->Fail(code);
}

void Statement::Run() {
  while (Step()) {
  }
  Reset();
}

void Statement::Reset() {
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

bool Statement::IsNull(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

std::string Statement::Text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return text ? std::string(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)) : std::string();
}

std::string Statement::Blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return bytes ? std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size)) : std::string();
}

std::int64_t Statement::Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::Real(int column) const { return sqlite3_column_double(statement_.get(), column); }
std::optional<double> Statement::MaybeReal(int column) const { return IsNull(column) ? std::nullopt : std::optional(Real(column)); }
std::optional<std::int64_t> Statement::MaybeInt(int column) const { return IsNull(column) ? std::nullopt : std::optional(Int(column)); }
Statement::Kind Statement::KindOf(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER: return Kind::kInteger;
    case SQLITE_FLOAT: return Kind::kReal;
    case SQLITE_TEXT: return Kind::kText;
    case SQLITE_BLOB: return Kind::kBlob;
    default: return Kind::kNull;
  }
}
int Statement::columns() const { return sqlite3_column_count(statement_.get()); }
std::string Statement::ColumnName(int column) const { return sqlite3_column_name(statement_.get(), column); }

Database::Database(const std::string& path, Mode mode) : path_(path) {
  sqlite3* handle = nullptr;
  int flags = SQLITE_OPEN_NOMUTEX;
  if (mode == Mode::kRead) flags |= SQLITE_OPEN_READONLY;
  if (mode == Mode::kWrite) flags |= SQLITE_OPEN_READWRITE;
  if (mode == Mode::kCreate) flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) Fail(code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
}

Database::~Database() {
  for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
}

sqlite3_stmt* Database::TakeIdle(std::string_view sql) {
  const auto found = idle_.find(sql);
  if (found == idle_.end()) return nullptr;
  sqlite3_stmt* const statement = found->second;
  idle_.erase(found);
  return statement;
}

void Database::PutIdle(const std::string& sql, sqlite3_stmt* statement) {
  // After a reset a statement holds no lock and no snapshot of the file.
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  constexpr std::size_t kMostIdle = 64;
  if (idle_.size() < kMostIdle) {
    idle_.emplace(sql, statement);
  } else {
    sqlite3_finalize(statement);
  }
}

void Database::Execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) Fail(code);
}

std::string Database::Ask(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.Step() ? statement.Text(0) : std::string();
}

void Database::Fail(int code) const { throw StoreFault(path_, Explain(code, handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code))); }

Transaction::Transaction(Database& database) : database_(database) { database_.Execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  // After some faults SQLite has already rolled back; nothing more can be said here.
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::Commit() {
  database_.Execute("COMMIT");
  open_ = false;
}

}  // namespace haze::store
