package import HermeticKernel
import HermeticPolicy
import HermeticSession

extension Launch {
  /// What would hold the policy, were the program run here; throws what would keep it from being run.
  package func diagnose(
    support: KernelSupport = .ofThisMachine()
  ) throws(LaunchError) -> Diagnosis {
    let launch = try way
    if launch == .exec { try refuseWhatOnlyPythonHolds() }
    let (plan, _) = try kernelPlan(launch, support: support)
    let excuse: String? =
      switch (kernel, settings.onViolation) {
      case (.none, _): "--no-kernel leaves all to the interpreter"
      case (_, .log): "violations are only logged"
      default: nil
      }
    return Diagnosis(policy, support, plan, launch: launch, excuse: excuse)
  }

  private var way: Surroundings.Launch {
    get throws(LaunchError) {
      switch (program.launch, choice) {
      case (.exec, _): return .exec
      case (.attach, .embed?):
        throw LaunchError(
          "\(program.executable): cannot be embedded; it brings CPython along in the executable itself"
        )
      case (.embed, .attach?), (.attach, _): return .attach
      case (.embed, _): return .embed
      }
    }
  }
}
