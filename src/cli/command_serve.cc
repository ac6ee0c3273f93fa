// tikrar serve: the live page.

#include <cstdlib>

#include "absl/strings/str_format.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/terminal.h"
#include "report/json_writer.h"
#include "tikrar/serve.h"

namespace tikrar {
namespace {

// With --json the address is a line that a program waits for.
void SayReady(std::string_view address, const ScanSettings& settings) {
  if (settings.json) {
    std::string out;
    JsonWriter(&out).BeginObject().Key("address").String(address).EndObject();
    Print(out + "\n");
  } else if (!settings.quiet) {
    PrintError(absl::StrFormat("ready: %s", address));
  }
}

}  // namespace

ExitCode RunServe(const Arguments& arguments) {
  const ScanSettings& settings = arguments.settings;
  ServeOptions options = settings.serve;
  options.threads = settings.scan.threads;
  options.memory_bytes = settings.scan.memory_bytes;
  const std::atomic<bool>* const stop = CatchInterrupts();
  const absl::Status served = Serve(
      arguments.values[0], options,
      [&settings](std::string_view address) { SayReady(address, settings); },
      [&settings] {
        if (!settings.json && !settings.quiet) PrintError("ready: search");
      },
      *stop);
  if (served.code() == absl::StatusCode::kAborted) {
    // Threads still wait for clients that take nothing: nothing of theirs is
    // worth waiting for.
    std::_Exit(static_cast<int>(ExitCode::kDone));
  }
  // To be stopped is how a server ends.
  return served.ok() ? ExitCode::kDone : Fail(served);
}

}  // namespace tikrar
