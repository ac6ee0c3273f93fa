#include "cli/evaluation_view.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_format.h"
#include "report/json_writer.h"
#include "report/terminal_text.h"

namespace tikrar {
namespace {

// ".851" for 0.851, "1.04" for 1.04: as wide as each other.
std::string ShortNumber(double value) {
  const std::string text = Fixed(value, 3);
  return text[0] == '0' ? text.substr(1) : Fixed(value, 2);
}

std::string IntervalCell(const Figure& figure) {
  return ShortNumber(figure.lower) + "-" + ShortNumber(figure.upper);
}

// What of a table is shown together, and where its intervals stand.
struct Layout {
  size_t first_column = 0;
  size_t column_end = 0;
  bool has_interval_lines = false;  // else beside the values
};

std::vector<std::string> Lines(const EvaluationTable& table,
                               const Layout& layout) {
  TextTable text;
  text.left = {0};
  text.rows.push_back({table.name, std::string(table.truth_name),
                       std::string(table.found_name)});
  for (size_t c = layout.first_column; c < layout.column_end; ++c) {
    text.rows.back().emplace_back(table.columns[c]);
  }
  for (const EvaluationRow& row : table.rows) {
    std::vector<std::string> values = {OneLine(row.of), Grouped(row.truth),
                                       Grouped(row.found)};
    std::vector<std::string> intervals = {"  95 %", "", ""};
    for (size_t c = layout.first_column; c < layout.column_end; ++c) {
      values.push_back(Fixed(row.figures[c].value, 4));
      intervals.push_back(IntervalCell(row.figures[c]));
      if (layout.has_interval_lines) continue;
      values.back() += " (" + intervals.back() + ")";
    }
    text.rows.push_back(std::move(values));
    if (layout.has_interval_lines) text.rows.push_back(std::move(intervals));
  }
  std::vector<std::string> lines = text.Render(std::numeric_limits<int>::max());
  for (std::string& line : lines) {
    line.resize(line.find_last_not_of(' ') + 1);
  }
  return lines;
}

bool Fits(const std::vector<std::string>& lines, int width_columns) {
  return std::all_of(lines.begin(), lines.end(), [&](const std::string& line) {
    return DisplayWidth(line) <= width_columns;
  });
}

// The lines of a table: as few as fit into the width.
std::vector<std::string> LinesOf(const EvaluationTable& table,
                                 int width_columns) {
  const size_t columns = table.columns.size();
  for (const bool has_interval_lines : {false, true}) {
    std::vector<std::string> lines =
        Lines(table, {0, columns, has_interval_lines});
    if (columns == 0 || Fits(lines, width_columns)) return lines;
  }
  // The columns after one another. Three take 33 characters.
  constexpr size_t kColumnsTogether = 3;
  std::vector<std::string> all;
  for (size_t first = 0; first < columns; first += kColumnsTogether) {
    if (first > 0) all.emplace_back();
    const std::vector<std::string> lines =
        Lines(table, {first, std::min(first + kColumnsTogether, columns),
                      /*has_interval_lines=*/true});
    all.insert(all.end(), lines.begin(), lines.end());
  }
  return all;
}

}  // namespace

std::string RenderEvaluation(const Evaluation& evaluation, int width_columns) {
  std::string out =
      absl::StrFormat("%s of %s documents", EvaluatedName(evaluation.what),
                      Grouped(evaluation.documents));
  if (!evaluation.characters.empty()) {
    out += absl::StrFormat("; characters are %s", evaluation.characters);
  }
  out += '\n';
  for (const EvaluationTable& table : evaluation.tables) {
    if (table.rows.empty()) continue;
    out += '\n';
    for (const std::string& line : LinesOf(table, width_columns)) {
      out += line + '\n';
    }
  }
  return out;
}

std::string RenderEvaluationJson(const Evaluation& evaluation) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("what").String(EvaluatedName(evaluation.what));
  json.Key("characters").StringOrNull(evaluation.characters);
  json.Key("documents").Unsigned(evaluation.documents);
  json.Key("figures").BeginArray();
  for (const EvaluationTable& table : evaluation.tables) {
    for (const EvaluationRow& row : table.rows) {
      json.BeginObject();
      json.Key("table").String(table.name);
      json.Key("of").String(row.of);
      json.Key(table.truth_name).Unsigned(row.truth);
      json.Key(table.found_name).Unsigned(row.found);
      for (size_t i = 0; i < table.columns.size(); ++i) {
        const Figure& figure = row.figures[i];
        json.Key(table.columns[i]).BeginObject();
        json.Key("value").Number(figure.value);
        json.Key("lower").Number(figure.lower);
        json.Key("upper").Number(figure.upper);
        json.EndObject();
      }
      json.EndObject();
    }
  }
  json.EndArray();
  json.EndObject();
  return out + "\n";
}

}  // namespace tikrar
