#include "input/csv_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/input/read_all.h"

namespace tikrar {
namespace {

using ::testing::ElementsAre;

struct Row {
  std::vector<std::string> fields;
  std::string error;
};

Row Split(std::string row, char delimiter = ',') {
  std::vector<std::string_view> views;
  const absl::Status status =
      ParseCsvRecord(row.data(), row.size(), delimiter, &views);
  Row result;
  result.error = std::string(status.message());
  if (status.ok()) result.fields.assign(views.begin(), views.end());
  return result;
}

TEST(CsvRecordTest, Fields) {
  EXPECT_THAT(Split("a,b,c").fields, ElementsAre("a", "b", "c"));
  EXPECT_THAT(Split(",").fields, ElementsAre("", ""));
  EXPECT_THAT(Split("a,").fields, ElementsAre("a", ""));
  EXPECT_THAT(Split("").fields, ElementsAre(""));
  EXPECT_THAT(Split(" a , b ").fields, ElementsAre(" a ", " b "));
  EXPECT_THAT(Split("a,b\tc", '\t').fields, ElementsAre("a,b", "c"));
}

TEST(CsvRecordTest, Quotes) {
  EXPECT_THAT(Split(R"("a,b","c")").fields, ElementsAre("a,b", "c"));
  EXPECT_THAT(Split("\"سطر\nآخر\r\nثالث\"").fields,
              ElementsAre("سطر\nآخر\r\nثالث"));
  EXPECT_THAT(Split(R"("قال ""نعم"" ومضى",x)").fields,
              ElementsAre("قال \"نعم\" ومضى", "x"));
  EXPECT_THAT(Split(R"("","""",x"y"z)").fields,
              ElementsAre("", "\"", "x\"y\"z"));
  EXPECT_THAT(Split(R"("""a""b""","c""")").fields,
              ElementsAre("\"a\"b\"", "c\""));
}

TEST(CsvRecordTest, Errors) {
  EXPECT_EQ(Split(R"(a,"b)").error, "column 2: quote not closed");
  EXPECT_EQ(Split(R"(")").error, "column 1: quote not closed");
  EXPECT_EQ(Split(R"("a""")").error, "");
  EXPECT_EQ(Split(R"("a"")").error, "column 1: quote not closed");
  EXPECT_EQ(Split(R"("a"b,c)").error, "column 1: text after its closing quote");
}

// What RFC 4180 says, what it leaves open, and what files do all the same: a
// file, the texts and errors that it gives, and why. Nothing is guessed: what
// is not a row of the table is a reject that says so, because a text in a
// wrong column would go into the findings unseen.
struct FileCase {
  const char* why;
  std::string bytes;
  std::vector<std::string> texts;
  std::vector<std::string> errors;
};

void ExpectFiles(const std::vector<FileCase>& cases) {
  const testing::TempFolder folder;
  for (const FileCase& c : cases) {
    for (const size_t chunk_bytes : {1u, 8u, 4096u}) {
      SCOPED_TRACE(c.why);
      InputOptions options;
      options.chunk_bytes = chunk_bytes;
      const testing::ReadResult r =
          testing::ReadPath(folder.Write("a.csv", c.bytes), options);
      EXPECT_TRUE(r.status.ok()) << r.status;
      std::vector<std::string> texts;
      for (const auto& document : r.documents) texts.push_back(document.text);
      std::vector<std::string> errors;
      for (const auto& reject : r.rejects) errors.push_back(reject.error);
      EXPECT_EQ(texts, c.texts);
      EXPECT_EQ(errors, c.errors);
    }
  }
}

TEST(CsvRecordTest, FilesByRfc4180Rows) {
  ExpectFiles({
      {"rule 1 and 2: CR LF ends a row, the last one may lack it",
       "id,text\r\n1,a\r\n2,b",
       {"a", "b"},
       {}},
      {"LF alone, as every tool on Unix writes",
       "id,text\n1,a\n2,b\n",
       {"a", "b"},
       {}},
      {"CR alone, as old Macs wrote", "id,text\r1,a\r2,b\r", {"a", "b"}, {}},
      {"different line ends in one file, as after a merge",
       "id,text\n1,a\r\n2,b\r3,c",
       {"a", "b", "c"},
       {}},
      {"rule 3: the first row names the columns, in any order",
       "text,id\na,1\n",
       {"a"},
       {}},
      {"rule 4: spaces are part of a field, also around quotes",
       "id,text\n1, a \n2, \"b\"\n",
       {" a ", " \"b\""},
       {}},
      {"rule 4: a row with other columns is no row of this table",
       "id,text\n1\n2,b,c\n3,d\n4,e,\n",
       {"d"},
       {"record: has 1 columns, expected 2",
        "record: has 3 columns, expected 2",
        "record: has 3 columns, expected 2"}},
  });
}

TEST(CsvRecordTest, FilesByRfc4180Quotes) {
  ExpectFiles({
      {"rule 5: quotes may stand in a field that has none around it",
       "id,text\n1,a\"b\"\n2,\"c\"\n",
       {"a\"b\"", "c"},
       {}},
      {"rule 6: line ends, delimiters and quotes inside of quotes",
       "id,text\n1,\"a,b\r\nc\n\nd\"\r\n2,\"\re\"\n",
       {"a,b\r\nc\n\nd", "\re"},
       {}},
      {"rule 7: a quote inside of quotes is doubled",
       "id,text\n1,\"a \"\"b\"\" c\"\n2,\"\"\"\"\n",
       {"a \"b\" c", "\""},
       {}},
      {"text behind a closing quote: two readings, so none",
       "id,text\n1,\"a\"b\n2,\"c\" \n3,d\n",
       {"d"},
       {"column 2: text after its closing quote",
        "column 2: text after its closing quote"}},
      {"a quote that is not closed takes all that follows, and says where",
       "id,text\n1,a\n2,\"b\n3,c\n",
       {"a"},
       {"column 2: quote not closed"}},
      {"a backslash escapes nothing",
       "id,text\n1,\"a\\\"\n2,b\n",
       {"a\\", "b"},
       {}},
      {"an empty last field is a text of nothing",
       "id,text\n1,\n2,\"\"\n",
       {"", ""},
       {}},
      {"blank lines are no rows",
       "\n\r\nid,text\n\n1,a\n\r\n\n2,b\n\n",
       {"a", "b"},
       {}},
      {"of one column a line of blanks is a row, an empty one is not",
       "text\n \n\n\"\"\na\n",
       {" ", "", "a"},
       {}},
  });
}

TEST(CsvRecordTest, FilesByRfc4180Names) {
  ExpectFiles({
      {"a byte order mark is no part of the first name",
       "\xEF\xBB\xBFtext,id\na,1\n",
       {"a"},
       {}},
      {"also before a quote", "\xEF\xBB\xBF\"text\",id\na,1\n", {"a"}, {}},
      {"names are fields like others: in quotes, with delimiters, line ends",
       "\"a,b\",\"text\",\"c\nd\"\n1,x,2\n",
       {"x"},
       {}},
      {"of columns of one name the last counts, as of keys of one name in JSON",
       "text,text\na,b\n",
       {"b"},
       {}},
      {"names are taken as they stand: another case or a blank is another name",
       "id, text,Text\n1,a,b\n2,c,d\n",
       {},
       {"record: not read, header: has the columns \"id\", \" text\", "
        "\"Text\", "
        "expected \"text\" among them",
        "record: not read, see the header"}},
      {"another delimiter is seen in the names",
       "id;text\n1;a\n",
       {},
       {"record: not read, header: has the columns \"id;text\", expected "
        "\"text\" among them"}},
      {"a header that cannot be read",
       "\"id\"x,text\n1,a\n",
       {},
       {"record: not read, header: column 1: text after its closing quote"}},
      {"a header alone has no row", "id,text\n", {}, {}},
      {"unless it is a wrong one, which nothing else would tell",
       "id,body\n",
       {},
       {"header: has the columns \"id\", \"body\", expected \"text\" among "
        "them"}},
      {"a file of nothing", "", {}, {}},
      {"a file of blank lines", "\n\r\n\n", {}, {}},
      {"zero bytes are text",
       std::string("id,text\n1,a\0b\n", 14),
       {std::string("a\0b", 3)},
       {}},
  });
}

}  // namespace
}  // namespace tikrar
