import ArgumentParser
import CInterposition
import Glibc
import HermeticPolicy
import HermeticEngine
import HermeticSession

/// Runs a program under a policy.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a program under a policy. (default)",
    usage: "hermetic [OPTIONS] -- COMMAND [ARGUMENTS...]",
    discussion: """
      COMMAND is a Python console script on PATH or by path, an interpreter with its arguments, a \
      script, a folder or zip file with a __main__.py, -m MODULE, -c CODE, - (standard input), or \
      MODULE:ATTRIBUTE. It runs in its own interpreter and virtual environment. Any other program runs too, held \
      by the kernel alone.

      Exit status: the program's own; 77 for a violation that ended it; 2 for wrong usage; 125 where \
      hermetic could not do its job; 126 and 127 where the program cannot be executed or found; 128+N \
      after signal N; 124 where --timeout has ended it, 152 where --cpu-time has, and 137 where --memory \
      or --processes has.

      'hermetic check' prints the policy in force and where each rule is from, 'hermetic doctor' what holds \
      each rule on this machine, 'hermetic profile list' the profiles, 'hermetic schema' a JSON Schema of \
      hermetic.toml, 'hermetic catalog' what is watched, and how.
      """)

  @OptionGroup var flags: RunFlags

  @ArgumentParser.Argument(parsing: .captureForPassthrough, help: .hidden)
  var command: [String] = []

  func validate() throws {
    // The words after the options, with the `--` that may stand before them.
    guard let first = command.first, command != ["--"] else {
      throw ValidationError("name a program to run: hermetic [OPTIONS] -- COMMAND [ARGUMENTS...]")
    }
    try RunFlags.checkCommand(first)
  }

  func run() throws {
    let configuration = try Configuration.resolving(flags)
    let (policy, settings) = (configuration.policy, configuration.settings)
    for line in configuration.notes(most: 10) { StandardError.write(line) }
    if settings.onViolation == .log, !policy.isEmpty {
      StandardError.write("violations are only logged: nothing is refused")
    }
    if flags.kernel.noKernel, !policy.isEmpty {
      StandardError.write("--no-kernel: native code and child processes are not held")
    }
    // Arguments need not be UTF-8, which the parser's strings are.
    let words = command.first == "--" ? command.count - 1 : command.count
    let all = HermeticEngine.Argument.ofThisProcess
    let raw = all.suffix(words)
    hermetic_interpose()
    do {
      let program = try Program.resolve(Array(raw), in: Environment.current())
      let launch = try Launch(
        program, policy: policy, settings: settings, choice: flags.launch,
        flags: all.dropFirst().dropLast(words).filter { $0.text != "--" },
        kernel: flags.kernel.use)
      Glibc.exit(try launch.run())
    } catch let error as ProgramError {
      StandardError.write(error.description)
      throw ExitCode(error.exitStatus)
    } catch {
      StandardError.write("\(error)")
      throw ExitCode(125)
    }
  }
}
