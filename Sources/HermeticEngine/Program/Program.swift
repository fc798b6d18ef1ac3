package import HermeticPython
package import SystemPackage

/// What is to run, and how.
package struct Program: Hashable, Sendable {
  /// The way an interpreter can be run under a policy.
  package enum Launch: Hashable, Sendable {
    /// A thin executable over a libpython, which is loaded into this process and run there.
    case embed(library: FilePath)
    /// A program that brings CPython along: it is executed with our library preloaded.
    case attach
    /// Not Python: the kernel layer alone can hold it.
    case exec
  }

  /// What fits the interpreter.
  package var launch: Launch
  /// The CPython release, for `embed` and, where the executable tells, for `attach`.
  package var version: PythonVersion?
  /// The ELF file that runs in the end, as the kernel would be given it: symbolic links stay.
  package var executable: FilePath
  /// Every argument the kernel would have given it, the zeroth included.
  package var arguments: [Argument]
  /// What `env`, a shell or pyenv would have changed on the way, sorted by name.
  package var environmentChanges: [EnvironmentChange]
  /// What the kernel would show as the process's name, before it cuts that to 15 bytes.
  package var commandName: Argument

  package init(
    launch: Launch, version: PythonVersion? = nil, executable: FilePath, arguments: [Argument],
    environmentChanges: [EnvironmentChange] = [], commandName: Argument
  ) {
    self.launch = launch
    self.version = version
    self.executable = executable
    self.arguments = arguments
    self.environmentChanges = environmentChanges
    self.commandName = commandName
  }
}
