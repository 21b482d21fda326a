// The little of SQLite that the store uses, with every return code checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace haze::store {

class Database;

/// One prepared statement, no longer-lived than its database, which keeps it for the next use of the same words. Parameters and columns count from 0.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  Statement& Bind(int index, std::string_view text);
  Statement& Bind(int index, const char* text) { return Bind(index, std::string_view(text)); }
  Statement& Bind(int index, std::int64_t value);
  Statement& Bind(int index, int value) { return Bind(index, static_cast<std::int64_t>(value)); }
  Statement& Bind(int index, double value);
  Statement& Bind(int index, const std::optional<double>& value);
  Statement& Bind(int index, const std::optional<std::int64_t>& value);
  Statement& BindBlob(int index, std::string_view bytes);
  Statement& BindNull(int index);

  /// True while there is a row.
  [[nodiscard]] bool Step();
  /// For statements without rows: runs once and is ready for the next parameters.
  void Run();
  void Reset();

  /// How the value of this row is stored, whatever the column says.
  enum class Kind { kNull, kInteger, kReal, kText, kBlob };
  Kind KindOf(int column) const;
  bool IsNull(int column) const;
  std::string Text(int column) const;
  /// The bytes as stored, whatever their type.
  std::string Blob(int column) const;
  std::int64_t Int(int column) const;
  double Real(int column) const;
  std::optional<double> MaybeReal(int column) const;
  std::optional<std::int64_t> MaybeInt(int column) const;
  int columns() const;
  std::string ColumnName(int column) const;

 private:
  struct Returner {
    Database* database = nullptr;
    std::string sql;
    void operator()(sqlite3_stmt* statement) const;
  };
  Database* database_;
  std::unique_ptr<sqlite3_stmt, Returner> statement_;
};

/// One connection. Faults carry the file's path.
class Database {
 public:
  enum class Mode { kRead, kWrite, kCreate };
  Database(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& path() const { return path_; }
  /// Statements without parameters or rows, separated by semicolons.
  void Execute(const std::string& sql);
  /// First column of the first row, as text ("" without a row).
  std::string Ask(const std::string& sql);
  /// Throws StoreFault with what SQLite says about the last error.
  [[noreturn]] void Fail(int code) const;
  sqlite3* handle() const { return handle_.get(); }

 private:
  friend class Statement;
  struct Closer {
    void operator()(sqlite3* database) const;
  };
  // A prepared statement that nobody uses, or null; and back again.
  sqlite3_stmt* TakeIdle(std::string_view sql);
  void PutIdle(const std::string& sql, sqlite3_stmt* statement);

  std::string path_;
  std::unique_ptr<sqlite3, Closer> handle_;
  std::multimap<std::string, sqlite3_stmt*, std::less<>> idle_;
};

/// BEGIN IMMEDIATE … COMMIT; rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void Commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace haze::store
