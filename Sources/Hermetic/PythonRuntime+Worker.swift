import HermeticEngine
import HermeticPolicy
import HermeticPython

extension PythonRuntime {
  /// Starts a worker for a plugin, and waits until that has loaded it.
  func startWorker(
    _ code: PythonHost.PluginCode, named name: String, _ policy: Policy,
    _ options: PluginIsolation.WorkerOptions,
    _ tell: @escaping @Sendable (HeardViolation) -> Void
  ) async throws(PythonError) -> any HostedPlugin {
    let interpreter = try workerInterpreter()
    let worker = WorkerPlugin(
      WorkerConfiguration(
        library: interpreter.library, interpreter: interpreter.executable, code: code,
        policy: policy, name: name, requiresKernel: options.requiresKernel,
        mostCalls: max(1, options.callsInFlight), mostRestarts: options.restartsPerMinute),
      tell: tell)
    let failure = unsafe await withUnsafeContinuation { continuation in
      worker.start { unsafe continuation.resume(returning: $0) }
    }
    if let failure {
      worker.close()
      throw PythonError(failure, of: name)
    }
    return worker
  }
  /// What workers load: the same as this process, or what is found where somebody else has loaded that.
  private func workerInterpreter() throws(PythonError) -> HostInterpreter {
    if let interpreter { return interpreter }
    do throws(ProgramError) {
      return try HostInterpreter.find()
    } catch {
      throw PythonError(error)
    }
  }
}
