#include "tikrar/serve.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "clean/run_reader.h"
#include "report/output_file.h"
#include "report/run_rows.h"
#include "serve/build_database.h"
#include "serve/database.h"
#include "serve/front_door.h"
#include "serve/http_server.h"
#include "serve/page.h"
#include "serve/report_data.h"
#include "serve/request.h"
#include "serve/schema.h"
#include "tikrar/report.h"
#include "tikrar/text.h"

namespace tikrar {
namespace {

// How soon a wish to stop is seen.
constexpr std::chrono::milliseconds kTick{20};

absl::Status CheckOptions(const ServeOptions& options) {
  if (!IsValidUtf8(options.token)) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, "--token",
                      "is no UTF-8, expected a word that an address can hold");
  }
  if (FrontDoor::IsLoopback(options.host) || !options.token.empty()) {
    return absl::OkStatus();
  }
  return MakeStatus(absl::StatusCode::kInvalidArgument, "--host",
                    absl::StrFormat("is '%s', which other machines can reach, "
                                    "expected --token with it",
                                    options.host));
}

absl::StatusOr<ReportOutcome> WritePage(Database* database,
                                        const std::string& file,
                                        uint64_t max_bytes) {
  const uint64_t page_bytes = BuiltPage().size();
  TIKRAR_ASSIGN_OR_RETURN(
      const ReportData data,
      CollectReport(database,
                    max_bytes > page_bytes ? max_bytes - page_bytes : 0));
  TIKRAR_ASSIGN_OR_RETURN(const PageParts parts, SplitPage(BuiltPage()));
  const std::string fresh = file + ".new";
  TIKRAR_ASSIGN_OR_RETURN(OutputFile out, OutputFile::Create(fresh));
  out.buffer()->append(parts.before);
  uint64_t bytes = 0;
  for (const std::string& part : data.parts) {
    const size_t before = out.buffer()->size();
    AppendPageData(part, out.buffer());
    bytes += out.buffer()->size() - before;
    TIKRAR_RETURN_IF_ERROR(out.FlushIfFull());
  }
  out.buffer()->append(parts.after);
  TIKRAR_RETURN_IF_ERROR(out.Close());
  if (std::rename(fresh.c_str(), file.c_str()) != 0) {
    return ErrnoStatus(file, errno);
  }
  return ReportOutcome{
      .bytes = parts.before.size() + bytes + parts.after.size(),
      .families_left_out = static_cast<uint64_t>(data.families_left_out),
      .documents_left_out = static_cast<uint64_t>(data.documents_left_out)};
}

}  // namespace

absl::Status Serve(const std::string& run, const ServeOptions& options,
                   const std::function<void(std::string_view address)>& ready,
                   const std::function<void()>& search_ready,
                   const std::atomic<bool>& stop) {
  TIKRAR_RETURN_IF_ERROR(CheckOptions(options));
  // Before the work, so that a taken port is said at once.
  TIKRAR_ASSIGN_OR_RETURN(const std::unique_ptr<HttpServer> server,
                          HttpServer::Bind(options.host, options.port));
  const BuildOptions building = {.threads = options.threads,
                                 .memory_bytes = options.memory_bytes};
  TIKRAR_ASSIGN_OR_RETURN(
      const std::unique_ptr<Database> database,
      Database::Prepare(run, options.base, building, &stop));
  TIKRAR_ASSIGN_OR_RETURN(std::string token, RandomToken());
  TIKRAR_ASSIGN_OR_RETURN(
      const std::unique_ptr<FrontDoor> door,
      FrontDoor::Create(database.get(), {.host = options.host,
                                         .port = server->port(),
                                         .access_token = options.token,
                                         .page_token = std::move(token)}));
  server->Start(
      [&door](const HttpRequest& request) { return door->Handle(request); });
  const bool is_v6 = options.host.find(':') != options.host.npos;
  if (ready) {
    const std::string host = is_v6 ? "[" + options.host + "]" : options.host;
    const std::string query =
        options.token.empty() ? "" : "?token=" + EscapeParameter(options.token);
    ready(absl::StrFormat("http://%s:%d/%s", host, server->port(), query));
  }
  const absl::Status searchable = database->PrepareSearch(building, &stop);
  if (searchable.ok() && search_ready) search_ready();
  while (searchable.ok() && !stop.load()) std::this_thread::sleep_for(kTick);
  if (!server->Stop()) {
    return absl::AbortedError("serve: clients did not take their answers");
  }
  return absl::IsCancelled(searchable) ? absl::OkStatus() : searchable;
}

absl::StatusOr<ReportOutcome> WriteReport(const std::string& run,
                                          const std::string& file,
                                          const ReportOptions& options,
                                          const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(
      const std::unique_ptr<Database> database,
      Database::Prepare(
          run, options.base,
          {.threads = options.threads, .memory_bytes = options.memory_bytes},
          cancel));
  return WritePage(database.get(), file, options.max_bytes);
}

absl::StatusOr<ReportOutcome> WriteReportOf(const RunResult& result,
                                            const std::string& directory,
                                            const std::string& file,
                                            const ReportOptions& options,
                                            const std::atomic<bool>* cancel) {
  const std::string run_json = RenderRunJson(result) + "\n";
  TIKRAR_ASSIGN_OR_RETURN(const RunInfo run, ParseRunInfo(directory, run_json));
  const BuildOptions building = {.threads = options.threads,
                                 .memory_bytes = options.memory_bytes};
  ThreadPool pool(options.threads);
  const std::string path = run.FileName(kDatabaseFile);
  const auto write = [&]() -> absl::StatusOr<ReportOutcome> {
    const std::unique_ptr<RunTexts> texts = HeldTexts(result);
    TIKRAR_RETURN_IF_ERROR(BuildDatabase(run, run_json, texts.get(), &pool,
                                         building, path, cancel));
    TIKRAR_ASSIGN_OR_RETURN(const std::unique_ptr<Database> database,
                            Database::Open(directory, path, building, cancel));
    return WritePage(database.get(), file, options.max_bytes);
  };
  absl::StatusOr<ReportOutcome> outcome = write();
  std::remove(path.c_str());
  return outcome;
}

}  // namespace tikrar
