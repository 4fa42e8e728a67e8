/** What people say of matters that rules decide, under a topic that hides it. */
export const DECIDED_SAYINGS: readonly string[] = `This job has no maximum run time
The job may run for up to six hours
Set timeout-minutes on the build job
Nothing stops this job when it gets stuck
A hanging test blocks the runner until the platform's default limit
The action is referenced by a tag instead of a commit
actions/checkout@v4 can be moved to other code by its owner
Use the SHA of a commit for third-party actions
The version tag of this action can change under you
This step uses a moving major version
The base image has no fixed version
The image node:latest may change at any time
No explicit permissions are set for the token
The workflow token has more rights than it needs
The GITHUB_TOKEN has write access to everything
Restrict the token to read access
The checkout leaves the credentials in .git/config
Set persist-credentials to false
Every run downloads all packages from npm again
The job does not cache its dependencies
setup-node is used without its cache option
Docker layers are built from scratch each time
Two deployments may run at the same time
Older runs of a pull request are not cancelled
A newer push does not stop the run in progress
The title of the pull request is pasted into the shell
Unsanitised user input reaches a shell script
An attacker can break out of the echo with a crafted branch name
The pull request's code runs with access to secrets
Untrusted code from forks is checked out and executed
The failure of this step is ignored
Errors of the linter do not fail the job
A failing test does not fail the build
This Node.js version has reached its end of life
Node 16 is no longer supported
Python 3.8 is outdated
Ubuntu 20.04 has been removed from the hosted runners
The runner image is deprecated
macOS runners cost ten times as much as Linux
All secrets are passed to the reusable workflow
A password is written in the file
The API key is hard-coded in the environment
The whole git history is fetched
The complete history is cloned although one commit is enough
A downloaded script is piped into bash
Code from the internet is executed without verification
npm install ignores the versions of the lock file
Use npm ci instead of npm install
Dependencies are installed without respecting the lockfile
The deploy job does not wait for the tests
Production is deployed without running the tests first
The deploy job has no environment
The workflow runs twice for each pull request
Push and pull_request both trigger the same job
The whole matrix stops when one cell fails
Artifacts are stored for 90 days
set-output is deprecated
The action is deprecated
This action is no longer maintained
The action runs on Node 12
There is no job that runs the tests
The project has a linter that is never run
No static analysis is done
There is no Dependabot configuration
The schedule runs at the busiest minute of the hour
The condition is always true
The job waits for lint although it needs nothing of it
The same setup steps are repeated in three jobs
The workflow has no name
The log contains debug output because ACTIONS_STEP_DEBUG is set
Nothing verifies the deployment
There is no rollback after a failed deploy
The self-hosted runner executes code of pull requests
The job's token can push to the repository
The workflow is safe because all actions are pinned
Permissions are already minimal here
A time-out is already set for this job
The dependencies are cached correctly
The npm token could be replaced by trusted publishing
The image is not pinned to a digest
The orb is volatile
The release job restores a cache that pull requests can write
Tests run only after the merge
The tests could be split over several machines
Anyone can bypass the bot check by naming himself dependabot
Workflow lacks an upper bound for its duration
A stuck process keeps the machine busy for the default six-hour window
checkout is used by tag, so a compromised maintainer account changes what runs
The setup action is not locked to an immutable reference
Default token scope is broader than required
This job inherits write permission for repository contents
Cloned credentials remain available to later steps
No dependency caching, so builds are slower than necessary
Superseded commits continue to occupy runners
Simultaneous deployments could race each other
PR title interpolated directly into a run block
Privileged workflow executes fork code
Non-zero exit codes are discarded with || true
continue-on-error hides lint problems
Uses an obsolete Node release
Deprecated ubuntu-18.04 image
Long-lived npm token used for publishing
Secrets are forwarded wholesale to a called workflow
Unbounded artifact retention wastes storage
Installing without a lockfile makes builds unreproducible
Remote install script executed without checking its hash
Expression compares a string with a boolean
Runs on every path although only the backend changes matter
Matrix cancels siblings on first failure
Missing CODEOWNERS entry for workflows
Shell is bash on Windows runner
The env block exposes the secret to all steps of the job
The workflow uses deprecated save-state command
Container runs a mutable tag
Third-party action with write token
The build has no time limit and may run for hours
A runaway test would occupy the runner until GitHub kills it after six hours
actions/setup-node is taken from a tag that its owner can move
Reference setup-python by a full SHA
The postgres service image floats with its tag
Give the workflow only the permissions that it needs
contents: write is not needed by this job
The job's GITHUB_TOKEN stays on disk after checkout
node_modules are downloaded from scratch on each run
There is no cache for Maven's local repository
A second push leaves the first run going
Deploys of two commits can run side by side
The issue title is used inside a script block without quoting
A malicious branch name is executed by bash
The workflow is triggered by pull_request_target and builds the head
A failing lint does not turn the run red
The test command ends in || true
Java 8 is out of support
Node 14 should be updated
The job runs on a retired Ubuntu image
The reusable workflow gets every secret
An access key stands in the environment in plain text
The token for PyPI could be replaced by OIDC
The checkout fetches all history
A remote shell script is executed as root
Packages are installed without the lockfile
Production deploys start without a successful test run
The deployment has no protected environment
Each commit on a branch with an open pull request is built twice
Reports are thrown away when the tests fail
Old artifacts fill the storage
The project's type checker is never called
Nobody updates the dependencies
The key in the YAML is misspelt
The output is set with a deprecated command
This action has a known security hole
The macOS job could run on Linux for a tenth of the price
The nightly job runs at midnight when queues are long
All permissions are correctly restricted
Caching is already set up properly
There is no problem with the pinned versions
Timeouts are fine in this workflow
Concurrency is handled correctly
Secrets are safe here
This workflow has no security problems
The job will be killed only after the six-hour platform maximum
No deadline is configured for the test step
codecov/codecov-action is used at a branch name
Anyone who controls the tag v3 controls this pipeline
Write access to packages is granted to jobs that only read
The default GITHUB_TOKEN rights are not narrowed
git credentials stay behind in the working copy
pip packages are fetched on every build because nothing is cached
Stale runs keep consuming minutes after a new push
The commit message is evaluated by the shell
A pull request from a fork can read repository secrets
Lint errors are swallowed
Python 3.7 reached end of life
windows-2019 has been retired by GitHub
The database password is visible in the workflow
npm install may change the lockfile
An installer is fetched with curl and run directly
Deployment proceeds even if tests fail
The staging environment has no protection rules
Each commit triggers two identical runs
One failing cell cancels the whole matrix
Test reports are only uploaded on success
Artifacts never expire
The action has been archived by its author
save-state is a deprecated command
No linter runs in this pipeline
Dependabot is not configured
A cron expression fires every five minutes
The if expression always evaluates to true
Docker base image uses the latest tag`.split("\n");
