package import HermeticPolicy
package import HermeticPython

/// What a process for a plugin is to be.
package struct WorkerConfiguration: Hashable, Sendable {
  /// libpython's path.
  package var library: String
  /// The Python executable whose library and packages are used.
  package var interpreter: String
  package var code: PythonHost.PluginCode
  package var policy: Policy
  /// What the process is called, in messages and in lists of processes.
  package var name: String
  /// Whether there is to be no worker where the kernel cannot hold what kernels can.
  package var requiresKernel: Bool
  /// How many calls are on their way at once; more wait.
  package var mostCalls: Int
  /// How often within a minute it is started again after it has crashed.
  package var mostRestarts: Int

  package init(
    library: String, interpreter: String, code: PythonHost.PluginCode, policy: Policy, name: String,
    requiresKernel: Bool = false, mostCalls: Int = 64, mostRestarts: Int = 5
  ) {
    self.library = library
    self.interpreter = interpreter
    self.code = code
    self.policy = policy
    self.name = name
    self.requiresKernel = requiresKernel
    self.mostCalls = mostCalls
    self.mostRestarts = mostRestarts
  }
}
