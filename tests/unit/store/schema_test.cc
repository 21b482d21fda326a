// schema.sql keeps to what SQLite 3.26 (2018) understands, so that the file opens anywhere.
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "arbiter/store/format.h"

namespace haze::store {
namespace {

// The text without comments, with literals emptied, in upper case and with single spaces.
std::string Skeleton(const std::string& sql) {
  std::string out;
  for (std::size_t i = 0; i < sql.size();) {
    if (sql.compare(i, 2, "--") == 0) {
      i = std::min(sql.find('\n', i), sql.size());
    } else if (sql.compare(i, 2, "/*") == 0) {
      i = std::min(sql.find("*/", i + 2), sql.size() - 2) + 2;
    } else if (sql[i] == '\'') {
      i = std::min(sql.find('\'', i + 1), sql.size() - 1) + 1;
      out += "''";
    } else {
      const char c = sql[i++];
      if (!std::isspace(static_cast<unsigned char>(c))) {
        out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    }
  }
  return out;
}

// What 3.26 lacks, with the version that brought it. Empty: nothing found.
std::vector<std::string> NewerThan326(const std::string& sql) {
  static const std::pair<const char*, const char*> kNewer[] = {
      {R"(\) ?(WITHOUT ROWID ?, ?)?STRICT\b)", "STRICT tables (3.37)"},
      {R"(\bRETURNING\b)", "RETURNING (3.35)"},
      {R"(\bGENERATED ALWAYS\b|\bAS ?\([^;]*\) ?(STORED|VIRTUAL)\b)", "generated columns (3.31)"},
      {R"([A-Z_]+ [A-Z]+ AS ?\()", "generated columns (3.31)"},
      {R"(ON CONFLICT[^;]*\bDO\b[^;]*ON CONFLICT)", "several ON CONFLICT clauses (3.35)"},
      {R"(\bDO UPDATE\b|\bDO NOTHING\b)", "upsert, which has no place in a schema"},
      {R"(\bUPDATE\b[^;]*\bSET\b[^;]*\bFROM\b)", "UPDATE FROM (3.33)"},
      {R"(\bMATERIALIZED\b)", "MATERIALIZED (3.35)"},
      {R"(\bNULLS (FIRST|LAST)\b)", "NULLS FIRST (3.30)"},
      {R"(\bFILTER ?\()", "FILTER on aggregates (3.30)"},
      {R"(\bEXCLUDE (CURRENT|GROUP|TIES|NO)\b|\bGROUPS (BETWEEN|UNBOUNDED|CURRENT|[0-9])|\bRANGE BETWEEN [0-9])", "window frames (3.28)"},
      {R"(\b(FULL|RIGHT)( OUTER)? JOIN\b)", "RIGHT and FULL JOIN (3.39)"},
      {R"(\bIS (NOT )?DISTINCT FROM\b)", "IS DISTINCT FROM (3.39)"},
      {R"(->)", "JSON arrows (3.38)"},
      {R"(\bDROP COLUMN\b)", "DROP COLUMN (3.35)"},
      {R"(\bVACUUM INTO\b)", "VACUUM INTO (3.27)"},
      {R"(\b(IIF|IF|UNIXEPOCH|FORMAT|SIGN|CEIL|CEILING|FLOOR|TRUNC|LN|LOG|LOG2|LOG10|EXP|POW|POWER|SQRT|MOD|SIN|COS|TAN|PI|RADIANS|DEGREES|SUBSTRING|CONCAT|CONCAT_WS|)"
       R"(STRING_AGG|OCTET_LENGTH|UNHEX|TIMEDIFF|JSON[A-Z_]*|UNISTR|MEDIAN|PERCENTILE) ?\()",
       "a function that 3.26 lacks or may lack"},
      {R"([0-9]_[0-9])", "digit separators (3.46)"},
  };
  std::vector<std::string> found;
  const std::string skeleton = Skeleton(sql);
  for (const auto& [pattern, name] : kNewer) {
    if (std::regex_search(skeleton, std::regex(pattern))) found.push_back(name);
  }
  return found;
}

TEST(Schema, UsesNothingNewerThanSqlite326) {
  const std::vector<std::string> found = NewerThan326(std::string(SchemaSql()));
  EXPECT_TRUE(found.empty()) << found.front();
}

TEST(Schema, TheCheckKnowsWhatIsNew) {
  for (const char* sql : {"CREATE TABLE t (x INTEGER) STRICT;",
                          "CREATE TABLE t (x INTEGER PRIMARY KEY) WITHOUT ROWID, STRICT;",
                          "INSERT INTO t VALUES (1) RETURNING x;",
                          "CREATE TABLE t (x REAL, y REAL GENERATED ALWAYS AS (x * 2));",
                          "CREATE TABLE t (x REAL, y REAL AS (x * 2) STORED);",
                          "CREATE TABLE t (x REAL, y REAL AS (x * 2));",
                          "INSERT INTO t VALUES (1) ON CONFLICT (x) DO NOTHING ON CONFLICT DO UPDATE SET x = 2;",
                          "UPDATE t SET x = u.x FROM u;",
                          "WITH a AS MATERIALIZED (SELECT 1) SELECT * FROM a;",
                          "SELECT x FROM t ORDER BY x NULLS LAST;",
                          "SELECT sum(x) FILTER (WHERE x > 0) FROM t;",
                          "SELECT sum(x) OVER (ORDER BY x GROUPS 2 PRECEDING) FROM t;",
                          "SELECT sum(x) OVER (ORDER BY x RANGE BETWEEN 2 PRECEDING AND CURRENT ROW) FROM t;",
                          "SELECT * FROM a FULL OUTER JOIN b ON 1;",
                          "SELECT 1 IS NOT DISTINCT FROM 2;",
                          "SELECT a ->> 'b' FROM t;",
                          "SELECT iif(x, 1, 2) FROM t;",
                          "SELECT unixepoch('now');",
                          "SELECT format('%d', 1);",
                          "SELECT json_extract(x, '$') FROM t;",
                          "ALTER TABLE t DROP COLUMN x;"}) {
    EXPECT_FALSE(NewerThan326(sql).empty()) << sql;
  }
  for (const char* sql :
       {"CREATE TABLE t (x TEXT CHECK (x <> 'RETURNING')); -- STRICT", "CREATE VIEW v AS SELECT count(*) AS n FROM t WHERE x IN (SELECT y FROM u);",
        "CREATE TABLE t (x INTEGER) WITHOUT ROWID;", "SELECT strftime('%Y', x, 'unixepoch') FROM t;", "SELECT sum(x) OVER (ORDER BY x) FROM t;"}) {
    const std::vector<std::string> found = NewerThan326(sql);
    EXPECT_TRUE(found.empty()) << sql << ": " << found.front();
  }
}

TEST(Schema, NumbersThatPeopleReadNameTheirUnit) {
  // Columns of type REAL end in a unit, or count points or shares.
  Database database(":memory:", Database::Mode::kCreate);
  database.Execute(std::string(SchemaSql()));
  Statement tables(database, "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND c.type = 'REAL'");
  const std::regex unit("(.*_(s|m|mps|si|fraction|points))|points");
  while (tables.Step()) EXPECT_TRUE(std::regex_match(tables.Text(1), unit)) << tables.Text(0) << "." << tables.Text(1);
}

}  // namespace
}  // namespace haze::store
